// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import io.natskit.server.TestClock;
import io.natskit.server.support.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R1: who has not logged in is closed after the timeout, whatever it drips, while others work on. */
class LoginTimeoutIT {
    private static final int STEPS = 19;
    private static final Duration STEP = Duration.ofMillis(100);
    private static final int PEERS = Boolean.getBoolean("natskit.full") ? 1_000 : 100;
    private static final long BYTES_A_PEER_MAX = 20 * 1024;

    private final TestClock clock = new TestClock();
    private NatsServer server;
    private final List<RawClient> open = new ArrayList<>();

    @BeforeEach
    void start() {
        server = NatsServer.builder().user("ann", "secret").clock(clock).start();
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : open) {
            client.close();
        }
        server.close();
    }

    private RawClient peer() throws IOException {
        RawClient client = RawClient.to(server);
        open.add(client);
        return client;
    }

    private RawClient worker() throws IOException {
        RawClient client = peer();
        client.send("CONNECT {\"verbose\":false,\"pedantic\":false,\"user\":\"ann\",\"pass\":\"secret\"}\r\n");
        assertThat(client.flush()).doesNotContain("-ERR");
        return client;
    }

    @Test
    void dripping_a_login_byte_by_byte_buys_no_time_and_disturbs_nobody() throws IOException {
        RawClient worker = worker();
        String login = "CONNECT {\"verbose\":false,\"pedantic\":false,\"user\":\"ann\",\"pass\":\"secret\"}\r\n";
        RawClient silent = peer();
        RawClient slow = peer();
        RawClient spaces = peer();
        for (int i = 0; i < STEPS; i++) {
            slow.send(login.substring(i, i + 1));
            spaces.send(i == 0 ? "CONNECT " : " ");
            assertThat(worker.send("SUB a " + i + "\r\nUNSUB " + i + "\r\n").flush())
                    .doesNotContain("-ERR");
            clock.advance(STEP);
        }
        assertThat(server.clientCount()).isEqualTo(4);

        clock.advance(STEP.multipliedBy(2));

        for (RawClient refused : List.of(silent, slow, spaces)) {
            assertThat(refused.untilClosed()).contains("-ERR 'Authentication Timeout'");
        }
        assertThat(worker.flush()).doesNotContain("-ERR");
        assertThat(server.clientCount()).isEqualTo(1);
    }

    @Test
    void many_half_logins_hold_little_memory_each() throws IOException {
        RawClient worker = worker();
        peer().send("CONNECT {\"user\":\"");
        worker.flush();
        long before = Memory.heldBytes();
        String half = "CONNECT {\"name\":\"" + "x".repeat(3_000);
        for (int i = 0; i < PEERS; i++) {
            peer().send(half);
        }
        worker.flush();
        long each = (Memory.heldBytes() - before) / PEERS;

        assertThat(each).as("bytes for each half login").isLessThan(BYTES_A_PEER_MAX);
        clock.advance(Duration.ofSeconds(3));
        assertThat(open.get(1).untilClosed()).contains("-ERR 'Authentication Timeout'");
    }
}
