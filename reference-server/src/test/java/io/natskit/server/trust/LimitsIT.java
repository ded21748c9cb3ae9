// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import io.natskit.server.support.RawClient;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R4: each limit of the core has an error text; hitting it again and again leaves memory flat. 200 hits, 5,000 in the full form. */
class LimitsIT {
    private static final int HITS = Boolean.getBoolean("natskit.full") ? 5_000 : 200;
    private static final long GROWTH_MAX_BYTES = 2L << 20;

    private NatsServer server;

    @BeforeEach
    void start() {
        server = NatsServer.builder()
                .log((level, text) -> {})
                .configure(o -> o.limits(l -> l.maxConnections(3)
                        .maxSubscriptions(2)
                        .maxSubscriptionTokens(4)
                        .maxControlLineBytes(256)
                        .maxPayloadBytes(64)
                        .maxClosedClients(50)))
                .start();
    }

    @AfterEach
    void stop() {
        server.checkInvariants();
        server.close();
    }

    private interface Hit {
        void once() throws IOException;
    }

    /** The first hits warm up; the rest must not add up to anything. */
    private static void again(Hit hit) throws IOException {
        for (int i = 0; i < HITS / 4; i++) {
            hit.once();
        }
        long before = Memory.heldBytes();
        for (int i = 0; i < HITS; i++) {
            hit.once();
        }
        assertThat(Memory.heldBytes() - before).as("bytes more").isLessThan(GROWTH_MAX_BYTES);
    }

    @Test
    void connections_past_the_limit_are_told_and_closed() throws IOException {
        try (RawClient one = RawClient.loggedIn(server);
                RawClient two = RawClient.loggedIn(server);
                RawClient three = RawClient.loggedIn(server)) {
            again(() -> {
                try (RawClient four = RawClient.to(server)) {
                    assertThat(four.greeting() + four.untilClosed()).contains("maximum connections exceeded");
                }
            });
            assertThat(one.flush() + two.flush() + three.flush()).doesNotContain("-ERR");
        }
    }

    @Test
    void subscriptions_past_the_limit_are_refused_and_the_connection_stays() throws IOException {
        try (RawClient client = RawClient.loggedIn(server)) {
            client.send("SUB a 1\r\nSUB b 2\r\n").flush();
            again(() -> {
                client.send("SUB c 3\r\n");
                assertThat(client.flush()).contains("-ERR 'maximum subscriptions exceeded'");
            });
        }
    }

    @Test
    void too_many_tokens_are_refused_and_the_connection_stays() throws IOException {
        try (RawClient client = RawClient.loggedIn(server)) {
            again(() -> {
                client.send("SUB a.b.c.d.e 1\r\n");
                assertThat(client.flush()).contains("too many tokens");
            });
        }
    }

    @Test
    void a_payload_past_the_limit_closes() throws IOException {
        again(() -> {
            try (RawClient client = RawClient.loggedIn(server)) {
                client.send("PUB a 65\r\n");
                assertThat(client.untilClosed()).contains("-ERR 'Maximum Payload Violation'");
            }
        });
    }

    @Test
    void a_line_past_the_limit_closes() throws IOException {
        String line = "SUB " + "x".repeat(300) + " 1\r\n";
        again(() -> {
            try (RawClient client = RawClient.loggedIn(server)) {
                client.send(line);
                assertThat(client.untilClosed()).contains("-ERR 'maximum control line exceeded'");
            }
        });
    }

    @Test
    void what_came_and_went_is_remembered_up_to_its_bound_only() throws IOException {
        again(() -> {
            try (RawClient client = RawClient.loggedIn(server)) {
                client.send("SUB a 1\r\n").flush();
            }
        });
        assertThat(server.closedClients()).hasSizeLessThanOrEqualTo(50);
    }
}
