// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.websocket;

import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.websocket.WebSocketTransport;
import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.target.LoggedPort;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections over WebSocket come and go; no thread of theirs may stay. */
@Isolated("counts threads of the JVM")
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record WebSocketThreadsIT(Target target) implements Judged {
    @Test
    @Rows("client: WebSocket")
    void no_thread_of_the_transport_is_left_behind() {
        try (RunningServer server = target.start("websocket { listen: \"127.0.0.1:-1\"\nno_tls: true }\n");
                Connection nats = Nats.connect(o -> o.servers("ws://127.0.0.1:" + LoggedPort.WEBSOCKET.of(server))
                        .servers(s -> s.transport(WebSocketTransport.create()).connectTimeout(PATIENCE)))) {
            nats.flush(PATIENCE);
        }

        await().atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("natskit-websocket")));
    }
}
