// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.GoQuote;
import io.natskit.wire.json.StructReader;

/** Where a new consumer begins (row CO-02). */
public enum DeliverPolicy {
    /** At the first message. The default. */
    ALL("all"),

    /** At the last message. */
    LAST("last"),

    /** At the first message that comes after the consumer was made. */
    NEW("new"),

    /** At a sequence. */
    BY_START_SEQUENCE("by_start_sequence"),

    /** At the first message that is not older than a time. */
    BY_START_TIME("by_start_time"),

    /** At the last message of each subject. */
    LAST_PER_SUBJECT("last_per_subject");

    private final String json;

    DeliverPolicy(String json) {
        this.json = json;
    }

    /** The word in JSON. */
    public String json() {
        return json;
    }

    static DeliverPolicy read(StructReader in, DeliverPolicy old) {
        String raw = in.raw();
        for (DeliverPolicy value : values()) {
            if (raw.equals("\"" + value.json + "\"")) {
                return value;
            }
        }
        if (raw.equals("\"undefined\"")) {
            return ALL;
        }
        in.refuse("can not unmarshal " + GoQuote.quote(raw));
        return old;
    }
}
