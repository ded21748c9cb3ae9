// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.jetstream.JetStream;
import io.natskit.wire.json.JsonWriter;
import java.util.Map;
import java.util.TreeMap;

/** What waits inside of the server ({@code /ipqueuesz}, MO-12): requests to JetStream. What waits for sockets belongs to connections. */
final class Queues {
    private static final String REQUESTS = "JetStream API queue";

    private Queues() {}

    /** Those in use, or {@code all}, whose names contain {@code part}. */
    static void write(Sources sources, boolean all, String part, JsonWriter json) {
        Map<String, Long> queues = new TreeMap<>();
        JetStream jetStream = sources.jetStream().get();
        if (jetStream != null) {
            queues.put(REQUESTS, jetStream.server().inflight().get());
        }
        queues.forEach((name, pending) -> {
            if ((all || pending > 0) && name.contains(part)) {
                json.begin(name).field("pending", pending).end();
            }
        });
    }
}
