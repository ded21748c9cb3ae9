// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.GoQuote;
import io.natskit.wire.json.StructReader;
import java.util.Locale;

/** What a full stream does with one message more (row SC-07). */
public enum DiscardPolicy {
    /** Drops the oldest. The default. */
    OLD("old"),

    /** Refuses the new one. */
    NEW("new");

    private final String json;

    DiscardPolicy(String json) {
        this.json = json;
    }

    /** The word in JSON. */
    public String json() {
        return json;
    }

    static DiscardPolicy read(StructReader in, DiscardPolicy old) {
        String raw = in.raw();
        for (DiscardPolicy value : values()) {
            if (raw.toLowerCase(Locale.ROOT).equals("\"" + value.json + "\"")) {
                return value;
            }
        }
        in.refuse("can not unmarshal " + GoQuote.quote(raw));
        return old;
    }
}
