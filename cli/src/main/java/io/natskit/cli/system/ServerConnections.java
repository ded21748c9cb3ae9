// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.terminal.JsonText;
import io.natskit.wire.json.JsonObject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The connections of one server, gathered from its pages: each once. */
final class ServerConnections {
    private record Row(JsonObject json, byte[] bytes) {}

    private final Answer first;
    private final Map<Long, Row> rows = new LinkedHashMap<>();

    /** Of the server that gave this answer, the first of its. */
    ServerConnections(Answer first) {
        this.first = first;
    }

    /** Adds a page; how many connections of it are new. */
    int add(Answer page) {
        int before = rows.size();
        List<JsonObject> connections = page.data().objects("connections");
        List<byte[]> documents = JsonText.elements(page.bytes(), "/data/connections");
        for (int i = 0; i < connections.size(); i++) {
            JsonObject connection = connections.get(i);
            rows.putIfAbsent(connection.integer("cid", 0), new Row(connection, documents.get(i)));
        }
        return rows.size() - before;
    }

    /** As if the server had answered so at once: no more than {@code most} of them, in this order, without the first {@code offset}. */
    Answer answer(ConnectionOrder order, int offset, int most) {
        List<Row> chosen = rows.values().stream()
                .sorted(Comparator.comparing(Row::json, order.comparator()))
                .skip(offset)
                .limit(most)
                .toList();
        JsonObject data = first.data();
        byte[] document = JsonText.object(out -> {
            out.raw("server", JsonText.elements(first.bytes(), "/server").get(0))
                    .begin("data");
            out.field("server_id", Answer.text(data, "server_id"))
                    .field("now", Answer.text(data, "now"))
                    .field("num_connections", chosen.size())
                    .field("total", data.integer("total", 0))
                    .field("offset", offset)
                    .field("limit", most)
                    .beginArray("connections");
            chosen.forEach(row -> out.rawElement(row.bytes()));
            out.endArray().end();
        });
        return new Answer(document, JsonObject.parse(document), first.rtt());
    }
}
