// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.ClientResources;
import io.natskit.client.ConnectFailedException;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionState;
import io.natskit.client.FakeServer;
import io.natskit.server.NatsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** K1: few threads, also while things go wrong, and none afterwards. Shared resources make the threads countable by name. */
class ThreadsIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    @BeforeEach
    void nothing_is_left_by_others() {
        await().atMost(SOON).until(() -> threads("natskit-io") + threads("natskit-callback") == 0);
    }

    private static Connection connect(String url) {
        return Nats.connect(o -> {
            o.servers(s -> s.servers(url).shuffle(false));
            o.reconnect(r -> r.policy((round, random) -> Duration.ofMillis(1)).maxAttempts(-1));
        });
    }

    @Test
    void connection_that_looks_for_its_server_takes_two_threads_and_leaves_none() {
        try (FakeServer server = FakeServer.start(FakeServer.Peer::login, peer -> {});
                Connection c = connect(server.url())) {
            await().atMost(SOON).until(() -> server.connections() > 20);
            assertThat(c.statistics().reconnects()).isZero();
            assertThat(threads("natskit-io") + threads("natskit-callback")).isLessThanOrEqualTo(2);
        }
        await().atMost(SOON).until(() -> threads("natskit-io") + threads("natskit-callback") == 0);
    }

    @Test
    void close_at_any_point_of_a_reconnect_leaves_no_thread() {
        for (int i = 0; i < 30; i++) {
            int closeAfter = 1 + i % 5;
            try (FakeServer server = FakeServer.start(FakeServer.Peer::login, peer -> {
                peer.send(FakeServer.INFO);
                peer.expect("CONNECT");
            })) {
                Connection c = connect(server.url());
                await().atMost(SOON).pollDelay(Duration.ZERO).until(() -> server.connections() >= closeAfter);
                c.close();
                assertThat(c.state()).isInstanceOf(ConnectionState.Closed.class);
            }
        }
        await().atMost(SOON).until(() -> threads("natskit-io") + threads("natskit-callback") == 0);
    }

    @Test
    void close_while_the_first_server_is_silent_leaves_no_thread() {
        try (FakeServer server = FakeServer.start(peer -> peer.line())) {
            Connection c = Nats.connect(o -> o.servers(
                    s -> s.servers(server.url()).retryFirstConnect(true).connectTimeout(SOON)));
            await().atMost(SOON).until(() -> server.connections() == 1);
            c.close();
            await().atMost(SOON).until(() -> threads("natskit-io") + threads("natskit-callback") == 0);
        }
    }

    @Test
    void shared_threads_stay_few_while_all_connections_lose_their_server_and_fail_to_connect() {
        int count = Boolean.getBoolean("natskit.full") ? 300 : 60;
        int most = 4 + Runtime.getRuntime().availableProcessors();
        ClientResources resources = Nats.resources(r -> r.threadNamePrefix("trusted"));
        List<Connection> all = new ArrayList<>();
        NatsServer server = NatsServer.builder().start();
        try (server) {
            for (int i = 0; i < count; i++) {
                Connection c = Nats.connect(o -> o.servers(server.url()).resources(resources));
                c.subscribe("trust.>", m -> {});
                all.add(c);
            }
            assertThat(threads("trusted")).isLessThanOrEqualTo(most);
        }
        for (Connection c : all) {
            c.awaitState(ConnectionState.Reconnecting.class, SOON);
        }
        assertThatThrownBy(() -> Nats.connect(o -> o.servers(server.url()).resources(resources)))
                .isInstanceOf(ConnectFailedException.class);
        assertThat(threads("trusted")).isLessThanOrEqualTo(most);
        assertThat(resources.connections()).isEqualTo(count);
        resources.close();
        assertThat(all).allMatch(c -> c.state() instanceof ConnectionState.Closed);
        await().atMost(SOON).until(() -> threads("trusted") == 0);
    }
}
