// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.GoQuote;
import io.natskit.wire.json.StructReader;

/** How fast stored messages are delivered (row CO-02). */
public enum ReplayPolicy {
    /** As fast as they are taken. The default. */
    INSTANT("instant"),

    /** With the pauses with which they came. */
    ORIGINAL("original");

    private final String json;

    ReplayPolicy(String json) {
        this.json = json;
    }

    /** The word in JSON. */
    public String json() {
        return json;
    }

    static ReplayPolicy read(StructReader in, ReplayPolicy old) {
        String raw = in.raw();
        for (ReplayPolicy value : values()) {
            if (raw.equals("\"" + value.json + "\"")) {
                return value;
            }
        }
        in.refuse("can not unmarshal " + GoQuote.quote(raw));
        return old;
    }
}
