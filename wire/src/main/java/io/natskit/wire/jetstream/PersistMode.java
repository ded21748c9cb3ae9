// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.GoQuote;
import io.natskit.wire.json.StructReader;

/** When a publish is acknowledged (row SC-05, ADR-56). */
public enum PersistMode {
    /** After it is written. The default. */
    DEFAULT("default"),

    /** Perhaps before: what was not yet written is lost if the server is killed. */
    ASYNC("async");

    private final String json;

    PersistMode(String json) {
        this.json = json;
    }

    /** The word in JSON. */
    public String json() {
        return json;
    }

    static PersistMode read(StructReader in, PersistMode old) {
        String raw = in.raw();
        for (PersistMode value : values()) {
            if (raw.equals("\"" + value.json + "\"")) {
                return value;
            }
        }
        if (raw.equals("\"\"")) {
            return DEFAULT;
        }
        in.refuse("can not unmarshal " + GoQuote.quote(raw));
        return old;
    }
}
