// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.wire.json.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * How the dashboard asks for a list: what is to be found in its names, the order, and which part. Small parts only, so that a list of any length can
 * be looked at. Immutable.
 *
 * @param filter what names must contain, in lower case; empty for anything
 * @param sort the word for the order, empty for that of names
 * @param offset how many to leave out
 * @param limit how many at most
 */
record Listing(String filter, String sort, long offset, long limit) {
    static final int LIMIT_DEFAULT = 25;
    static final int LIMIT_MAX = 200;
    private static final int FILTER_MAX = 256;

    /** Throws {@link InvalidRequestException} for questions that make no sense. */
    static Listing of(Query query) {
        String filter = query.text("filter");
        if (filter.length() > FILTER_MAX) {
            throw new InvalidRequestException("filter of " + filter.length() + " characters (expected: <= 256)");
        }
        long limit = query.integer("limit");
        return new Listing(
                filter.toLowerCase(Locale.ROOT),
                query.text("sort"),
                Math.max(0, query.integer("offset")),
                limit <= 0 ? LIMIT_DEFAULT : Math.min(limit, LIMIT_MAX));
    }

    /** Whether any of these contains what is looked for. */
    boolean finds(String... texts) {
        if (filter.isEmpty()) {
            return true;
        }
        for (String text : texts) {
            if (text.toLowerCase(Locale.ROOT).contains(filter)) {
                return true;
            }
        }
        return false;
    }

    /** The order that was asked for is none of those that there are. */
    InvalidRequestException unknownSort() {
        return new InvalidRequestException("invalid sorting option: " + sort);
    }

    /** The part of what was found. */
    <T> List<T> page(List<T> found) {
        return Page.of(found, offset, limit);
    }

    /** Writes the part {@code page} of {@code found} rows, which are some of {@code total}. */
    <T> void write(JsonWriter json, long total, long found, List<T> page, BiConsumer<T, JsonWriter> row) {
        json.field("total", total)
                .field("found", found)
                .field("offset", offset)
                .field("limit", limit)
                .beginArray("rows");
        for (T one : page) {
            row.accept(one, json.beginElement());
            json.end();
        }
        json.endArray();
    }
}
