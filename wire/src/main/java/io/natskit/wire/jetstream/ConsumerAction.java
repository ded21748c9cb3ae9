// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;

/** What a create request may do (row JA-16). */
public enum ConsumerAction {
    /** Make it, or change the one that is there. */
    CREATE_OR_UPDATE(""),

    /** Only change one that is there. */
    UPDATE("update"),

    /** Only make one that is not there, or is the same. */
    CREATE("create");

    private final String json;

    ConsumerAction(String json) {
        this.json = json;
    }

    /** The word in JSON. */
    public String json() {
        return json;
    }

    static ConsumerAction read(StructReader in, ConsumerAction old) {
        String raw = in.raw();
        for (ConsumerAction value : values()) {
            if (raw.equals("\"" + value.json + "\"")) {
                return value;
            }
        }
        in.refuse("unknown consumer action: " + raw);
        return old;
    }
}
