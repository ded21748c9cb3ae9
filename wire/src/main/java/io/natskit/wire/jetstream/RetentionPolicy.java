// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.GoQuote;
import io.natskit.wire.json.StructReader;

/** What makes a stream forget messages (row SC-04). */
public enum RetentionPolicy {
    /** Only the limits. The default. */
    LIMITS("limits"),

    /** A message goes when every consumer that wants it has acknowledged it, or nobody wants it. */
    INTEREST("interest"),

    /** A message goes when its one consumer has acknowledged it. */
    WORK_QUEUE("workqueue");

    private final String json;

    RetentionPolicy(String json) {
        this.json = json;
    }

    /** The word in JSON. */
    public String json() {
        return json;
    }

    static RetentionPolicy read(StructReader in, RetentionPolicy old) {
        String raw = in.raw();
        for (RetentionPolicy value : values()) {
            if (raw.equals("\"" + value.json + "\"")) {
                return value;
            }
        }
        in.refuse("can not unmarshal " + GoQuote.quote(raw));
        return old;
    }
}
