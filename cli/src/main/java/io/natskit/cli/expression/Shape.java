// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A struct of the nats CLI's: its fields in Go and in JSON.
 *
 * @param type its type in Go
 * @param lower whether the nats CLI has its fields in {@code info} by their names in Go, in lower case: it does where no other are told
 * @param fields its fields
 */
record Shape(String type, boolean lower, List<Field> fields) {
    /** What a field holds. */
    enum Kind {
        TEXT,
        NUMBER,
        FLAG,
        DURATION,
        TIME,
        MAYBE_TIME,
        CONSTANT,
        LIST,
        DURATIONS,
        MAP,
        STRUCT,
        MAYBE,
        STRUCTS
    }

    /**
     * A field.
     *
     * @param json its name in JSON
     * @param go its name in Go
     * @param kind what it holds
     * @param missing the word of a constant that is not told
     * @param inner the shape of what is in it
     */
    record Field(
            String json,
            String go,
            Kind kind,
            String missing,
            @Nullable Shape inner) {
        String lower() {
            return go.toLowerCase(Locale.ROOT);
        }
    }
}
