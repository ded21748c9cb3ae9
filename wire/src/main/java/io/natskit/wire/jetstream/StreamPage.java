// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.List;
import java.util.Map;

/**
 * A page of streams (row JA-05).
 *
 * @param total how many there are
 * @param offset how many were passed over
 * @param limit how many a page has at most
 * @param found those of this page
 * @param missing the names of those that no server answered for
 * @param offline the names of those that can not be loaded, each with the reason
 */
public record StreamPage(
        int total, int offset, int limit, List<StreamInfo> found, List<String> missing, Map<String, String> offline) {
    /** Reads an answer as a client does. Throws {@link io.natskit.wire.json.JsonException}. */
    public static StreamPage ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        int total = 0;
        int offset = 0;
        int limit = 0;
        List<StreamInfo> found = List.of();
        List<String> missing = List.of();
        Map<String, String> offline = Map.of();
        while (in.next()) {
            switch (in.name()) {
                case "total" -> total = in.integer(total);
                case "offset" -> offset = in.integer(offset);
                case "limit" -> limit = in.integer(limit);
                case "streams" -> found = StreamInfo.readAll(in, found);
                case "missing" -> missing = in.strings(missing);
                case "offline" -> offline = in.stringMap(offline);
                default -> in.unknown();
            }
        }
        return new StreamPage(total, offset, limit, found, missing, offline);
    }

    /** Writes the fields into the object that is open. */
    public void writeTo(JsonWriter out) {
        out.field("total", total).field("offset", offset).field("limit", limit);
        out.beginArray("streams");
        for (StreamInfo one : found) {
            one.writeTo(out.beginElement());
            out.end();
        }
        out.endArray().stringsIfPresent("missing", missing).stringMapIfPresent("offline", offline);
    }
}
