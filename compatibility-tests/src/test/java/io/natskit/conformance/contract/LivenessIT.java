// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server does by the clock: PING, stale connections, the time to log in. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
@Execution(ExecutionMode.CONCURRENT)
record LivenessIT(Target target) implements Judged {
    @Test
    @Rows("CP-26")
    void the_first_ping_comes_about_two_seconds_after_connecting() {
        try (RunningServer server = target.start("");
                Peer peer = Peer.dial(server)) {
            peer.line();
            long begun = System.nanoTime();
            peer.send("CONNECT {\"verbose\":false}\r\n");

            assertThat(peer.line()).isEqualTo("PING");
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(1000), Duration.ofSeconds(10));
        }
    }

    @Test
    @Rows("CP-26")
    void who_answers_no_ping_is_stale() {
        try (RunningServer server = target.start("ping_interval: \"100ms\"\nping_max: 2\n");
                Peer peer = Peer.dial(server)) {
            peer.info();
            peer.send("CONNECT {\"verbose\":false}\r\n");
            List<String> lines = new ArrayList<>();
            for (String line = peer.line(); line != null; line = peer.line()) {
                lines.add(line);
            }

            assertThat(lines).containsExactly("PING", "PING", "-ERR 'Stale Connection'");
        }
    }

    @Test
    @Rows("CP-26")
    void ping_max_says_how_many_answers_may_be_missing() {
        try (RunningServer server = target.start("ping_interval: \"100ms\"\nping_max: 4\n");
                Peer peer = Peer.dial(server)) {
            peer.info();
            peer.send("CONNECT {\"verbose\":false}\r\n");
            List<String> lines = new ArrayList<>();
            for (String line = peer.line(); line != null; line = peer.line()) {
                lines.add(line);
            }

            assertThat(lines).containsExactly("PING", "PING", "PING", "PING", "-ERR 'Stale Connection'");
        }
    }

    @Test
    @Rows("CP-26")
    void who_answers_each_ping_stays() {
        try (RunningServer server = target.start("ping_interval: \"300ms\"\nping_max: 4\n");
                Peer peer = Peer.login(server)) {
            for (int i = 0; i < 8; i++) {
                assertThat(peer.line()).isEqualTo("PING");
                peer.send("PONG\r\n");
            }
            peer.fence();
        }
    }

    @Test
    @Rows("CP-26")
    void a_client_that_talks_is_not_asked() {
        try (RunningServer server = target.start("ping_interval: \"1s\"\nping_max: 2\n");
                Peer peer = Peer.login(server)) {
            long end = System.nanoTime() + Duration.ofMillis(3500).toNanos();
            int asked = 0;
            peer.send("PUB a 0\r\n\r\nPING\r\n");
            while (System.nanoTime() < end) {
                String line = peer.line();
                if ("PING".equals(line)) {
                    asked++;
                    peer.send("PONG\r\n");
                } else if ("PONG".equals(line)) {
                    peer.send("PUB a 0\r\n\r\nPING\r\n");
                } else {
                    throw new IllegalStateException("got: " + line);
                }
            }

            assertThat(asked).as("PINGs to a client that talks all the time").isLessThanOrEqualTo(1);
        }
    }

    @Test
    @Rows("CP-25")
    void who_does_not_log_in_in_time_is_told_so_and_closed() {
        try (RunningServer server = target.start("authorization { user: a, password: b, timeout: 0.3 }")) {
            long begun = System.nanoTime();
            try (Peer peer = Peer.dial(server)) {
                peer.info();

                assertThat(peer.line()).isEqualTo("-ERR 'Authentication Timeout'");
                assertThat(peer.line()).isNull();
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isBetween(Duration.ofMillis(150), Duration.ofSeconds(8));
            }
        }
    }

    @Test
    @Rows("CP-25")
    void who_drips_its_log_in_is_closed_in_time_too() {
        try (RunningServer server = target.start("authorization { user: a, password: b, timeout: 0.3 }");
                Peer peer = Peer.dial(server)) {
            peer.info();
            peer.send("CONNECT {\"user\":\"a\",");

            assertThat(peer.line()).isEqualTo("-ERR 'Authentication Timeout'");
            assertThat(peer.line()).isNull();
        }
    }

    @Test
    @Rows({"CP-25", "CF-09"})
    void the_time_to_log_in_is_two_seconds_unless_configured() {
        try (RunningServer server = target.start("authorization { user: a, password: b }");
                Peer peer = Peer.dial(server)) {
            peer.info();
            long begun = System.nanoTime();

            assertThat(peer.line()).isEqualTo("-ERR 'Authentication Timeout'");
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(10));
        }
    }

    @Test
    @Rows("CP-25")
    void without_authentication_nobody_needs_to_say_connect() {
        try (RunningServer server = target.start("authorization { timeout: 0.2 }");
                Peer peer = Peer.dial(server)) {
            peer.info();
            peer.patience(Duration.ofMillis(600));

            assertThat(peer.socket.isClosed()).isFalse();
            peer.send("PING\r\n");
            assertThat(peer.line()).isEqualTo("PONG");
        }
    }
}
