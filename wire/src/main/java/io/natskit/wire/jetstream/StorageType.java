// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.GoQuote;
import io.natskit.wire.json.StructReader;

/** Where a stream keeps its messages (row SC-05). */
public enum StorageType {
    /** On disk. The default. */
    FILE("file"),

    /** In memory: gone when the server stops. */
    MEMORY("memory");

    private final String json;

    StorageType(String json) {
        this.json = json;
    }

    /** The word in JSON. */
    public String json() {
        return json;
    }

    static StorageType read(StructReader in, StorageType old) {
        String raw = in.raw();
        for (StorageType value : values()) {
            if (raw.equals("\"" + value.json + "\"")) {
                return value;
            }
        }
        in.refuse("can not unmarshal " + GoQuote.quote(raw));
        return old;
    }
}
