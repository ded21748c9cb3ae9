// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.Map;

/**
 * A struct of Go's, whose fields are known by their names there.
 *
 * @param type its type
 * @param fields its fields
 */
record GoStruct(String type, Map<String, Object> fields) {
    /** This field; throws {@link Unfit} where there is none. */
    Object field(String name) {
        Object value = fields.get(name);
        if (value == null) {
            throw new Unfit("type " + type + " has no field " + name + Nearest.question(name, fields.keySet()));
        }
        return value;
    }
}
