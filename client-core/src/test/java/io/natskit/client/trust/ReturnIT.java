// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.ClientResources;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.ConnectionObserver;
import io.natskit.client.ConnectionState;
import io.natskit.server.NatsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** K5: 2,000 connections (200 in each build) with the default policy come back to a restarted server within 5 s, each by few attempts. */
class ReturnIT {
    private static final Duration IN_TIME = Duration.ofSeconds(5);
    private static final int CONNECTIONS = Boolean.getBoolean("natskit.full") ? 2_000 : 200;
    private static final int ATTEMPTS_EACH_MAX = 5;

    @Test
    void all_connections_are_back_in_five_seconds_without_a_storm() {
        AtomicInteger failed = new AtomicInteger();
        ConnectionObserver counting = new ConnectionObserver() {
            @Override
            public void event(ConnectionEvent event) {
                if (event instanceof ConnectionEvent.ConnectAttemptFailed) {
                    failed.incrementAndGet();
                }
            }
        };
        List<Connection> all = new ArrayList<>();
        try (ClientResources resources = Nats.resources(r -> r.threadNamePrefix("return"))) {
            int port;
            try (NatsServer before = NatsServer.builder().start()) {
                port = before.port();
                for (int i = 0; i < CONNECTIONS; i++) {
                    Connection c = Nats.connect(
                            o -> o.servers(before.url()).resources(resources).observer(counting));
                    c.subscribe("return.*");
                    all.add(c);
                }
            }
            all.get(0).awaitState(ConnectionState.Reconnecting.class, IN_TIME);
            try (NatsServer after = NatsServer.builder().port(port).start()) {
                await().atMost(IN_TIME)
                        .until(() -> all.stream().allMatch(c -> c.state() instanceof ConnectionState.Connected));
                assertThat(after.clientCount()).isEqualTo(CONNECTIONS);
                assertThat(failed.get())
                        .as("failed attempts of %d connections", CONNECTIONS)
                        .isLessThanOrEqualTo(ATTEMPTS_EACH_MAX * CONNECTIONS);
                assertThat(all).allMatch(c -> c.statistics().reconnects() == 1);
            }
        }
    }
}
