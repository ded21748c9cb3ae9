// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;

/** Which of several waiting pullers is served (row CO-12, ADR-42). */
public enum PriorityPolicy {
    /** The one that asked first. The default. */
    NONE("none"),

    /** Those whose threshold is passed. */
    OVERFLOW("overflow"),

    /** One, until it is silent for the priority timeout. */
    PINNED_CLIENT("pinned_client"),

    /** The one with the lowest priority number. */
    PRIORITIZED("prioritized");

    private final String json;

    PriorityPolicy(String json) {
        this.json = json;
    }

    /** The word in JSON. */
    public String json() {
        return json;
    }

    static PriorityPolicy read(StructReader in, PriorityPolicy old) {
        String raw = in.raw();
        for (PriorityPolicy value : values()) {
            if (raw.equals("\"" + value.json + "\"")) {
                return value;
            }
        }
        in.refuse("unknown priority policy: " + raw);
        return old;
    }
}
