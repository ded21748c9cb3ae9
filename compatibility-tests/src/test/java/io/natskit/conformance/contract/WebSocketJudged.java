// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What contracts of NATS over WebSocket ask: a server with that door, and what its log says. */
interface WebSocketJudged extends Judged {
    /** What a client says first. */
    String CONNECT = "CONNECT {\"verbose\":false,\"protocol\":1}\r\nPING\r\n";

    /** How long a case waits. */
    Duration PATIENCE = Duration.ofSeconds(15);

    /** Starts a server whose listener for WebSocket has nothing special. */
    default RunningServer start() {
        return start("");
    }

    /** Starts one with these fields in its block. */
    default RunningServer start(String fields) {
        return start(fields, "");
    }

    /** Starts one with these fields in its block, and this beside it. */
    default RunningServer start(String fields, String config) {
        return target().start("max_payload: 65536\n" + config + "websocket { listen: \"127.0.0.1:-1\", no_tls: true\n"
                + fields + "}\n");
    }

    /** Waits until the server's log holds this. */
    static void awaitLine(RunningServer server, String line) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(server.log()).contains(line));
    }

    /** Text as it goes over the wire. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
