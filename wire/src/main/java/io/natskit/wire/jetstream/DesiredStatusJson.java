// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link DesiredStatus} in JSON: names, order and what is left out are nats-server's. */
final class DesiredStatusJson {
    private DesiredStatusJson() {}

    static void write(DesiredStatusBuilder from, JsonWriter out) {
        out.field("description", from.description);
        out.field("type", from.type);
        out.fieldIfPresent("err", from.error);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, DesiredStatusBuilder to) {
        switch (in.name()) {
            case "description" -> to.description = in.string(to.description);
            case "type" -> to.type = in.string(to.type);
            case "err" -> to.error = in.string(to.error);
            default -> {
                return false;
            }
        }
        return true;
    }
}
