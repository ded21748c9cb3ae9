// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.List;

/**
 * A page of names of streams or consumers (rows JA-04, JA-17).
 *
 * @param total how many there are
 * @param offset how many were passed over
 * @param limit how many a page has at most
 * @param found those of this page
 */
public record NamesPage(int total, int offset, int limit, List<String> found) {
    /** Reads an answer as a client does. Throws {@link io.natskit.wire.json.JsonException}. */
    public static NamesPage ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        int total = 0;
        int offset = 0;
        int limit = 0;
        List<String> found = List.of();
        while (in.next()) {
            switch (in.name()) {
                case "total" -> total = in.integer(total);
                case "offset" -> offset = in.integer(offset);
                case "limit" -> limit = in.integer(limit);
                case "streams", "consumers" -> found = in.strings(found);
                default -> in.unknown();
            }
        }
        return new NamesPage(total, offset, limit, found);
    }

    /** Writes the fields into the object that is open, the names as {@code streams} or {@code consumers}. */
    public void writeTo(JsonWriter out, String name) {
        out.field("total", total).field("offset", offset).field("limit", limit);
        out.strings(name, found);
    }
}
