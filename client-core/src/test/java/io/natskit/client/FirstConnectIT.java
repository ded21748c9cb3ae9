// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.server.NatsServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The first connect: to servers that are not there yet, say nothing, or refuse. */
class FirstConnectIT extends ScriptedServers {
    @Test
    void black_hole_fails_within_the_connect_timeout() {
        try (FakeServer server = FakeServer.start(peer -> peer.line())) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> connect(
                            server.url(),
                            o -> o.servers(s -> s.servers(server.url()).connectTimeout(Duration.ofMillis(200)))))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasRootCauseInstanceOf(OperationTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void refusal_in_the_same_segment_as_the_info_is_told_as_it_is() {
        try (FakeServer server = FakeServer.start(peer -> {
            peer.send(FakeServer.INFO + "-ERR 'maximum connections exceeded'\r\n");
            peer.line();
        })) {
            assertThatThrownBy(() -> connect(server.url(), o -> {}))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasRootCauseInstanceOf(ServerErrorException.class)
                    .hasMessageContaining("maximum connections exceeded");
        }
    }

    @Test
    void first_connect_is_retried_when_asked_for() throws Exception {
        int port;
        try (FakeServer taken = FakeServer.start(SERVE)) {
            port = taken.port();
        }
        try (Connection c = connect(
                "nats://127.0.0.1:" + port,
                o -> o.servers(s -> s.servers("nats://127.0.0.1:" + port).retryFirstConnect(true)))) {
            assertThat(c.state()).isInstanceOf(ConnectionState.Connecting.class);
            c.publish("early", "bird");
            try (NatsServer server = NatsServer.builder().port(port).start()) {
                c.awaitState(ConnectionState.Connected.class, SOON);
                c.flush(SOON);
                assertThat(server.clientCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void wrong_credentials_fail_the_connect_with_their_own_exception() {
        try (NatsServer server = NatsServer.builder().user("u", "right").start()) {
            assertThatThrownBy(() ->
                            connect(server.url(), o -> o.auth(Authenticator.userPassword("u", "wrong".toCharArray()))))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("Authorization Violation")
                    .hasMessageNotContaining("wrong");
            try (Connection c =
                    connect(server.url(), o -> o.auth(Authenticator.userPassword("u", "right".toCharArray())))) {
                c.flush();
            }
        }
    }
}
