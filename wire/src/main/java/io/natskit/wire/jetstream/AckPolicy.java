// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.GoQuote;
import io.natskit.wire.json.StructReader;

/** How messages are acknowledged (row CO-03). */
public enum AckPolicy {
    /** Delivered is done. */
    NONE("none"),

    /** An acknowledgement covers all messages before it. */
    ALL("all"),

    /** Each message for itself. */
    EXPLICIT("explicit"),

    /** As {@link #ALL}, by the answers to flow control: for mirrors and sources. */
    FLOW_CONTROL("flow_control");

    private final String json;

    AckPolicy(String json) {
        this.json = json;
    }

    /** The word in JSON. */
    public String json() {
        return json;
    }

    static AckPolicy read(StructReader in, AckPolicy old) {
        String raw = in.raw();
        for (AckPolicy value : values()) {
            if (raw.equals("\"" + value.json + "\"")) {
                return value;
            }
        }
        in.refuse("can not unmarshal " + GoQuote.quote(raw));
        return old;
    }
}
