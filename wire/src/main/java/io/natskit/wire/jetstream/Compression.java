// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;

/** How a stream's blocks are compressed on disk (row SC-18). */
public enum Compression {
    /** Not at all. The default. */
    NONE("none"),

    /** S2, an extension of Snappy. */
    S2("s2");

    private final String json;

    Compression(String json) {
        this.json = json;
    }

    /** The word in JSON. */
    public String json() {
        return json;
    }

    static Compression read(StructReader in, Compression old) {
        String text = in.selfReadString();
        for (Compression value : values()) {
            if (text.equals(value.json)) {
                return value;
            }
        }
        in.refuse("unknown compression algorithm");
        return old;
    }
}
