// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a connection was closed, as the log says it; where the wire says nothing the log must. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record ClosedReasonIT(Target target) implements Judged {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    @Rows("CP-31")
    void what_a_client_did_wrong_is_the_reason() {
        Map<String, String> reasons = new TreeMap<>(Map.of(
                "NONSENSE\r\n",
                "Protocol Violation",
                "-ERR x\r\n",
                "Parse Error",
                "PUB a\r\n",
                "Protocol Violation",
                "PUB a 99999999\r\n",
                "Maximum Message Payload Exceeded",
                "PUB " + "a".repeat(5000),
                "Maximum Control Line Exceeded",
                "CONNECT {\"protocol\":9}\r\n",
                "Bad Client Protocol Version",
                "CONNECT {\"no_responders\":true,\"headers\":false}\r\n",
                "No Responders Requires Headers"));
        reasons.forEach((sent, reason) -> {
            try (RunningServer server = target.start("debug: true\n");
                    Peer peer = Peer.login(server)) {
                peer.send(sent);
                peer.lastLineOrPong();

                awaitReason(server, reason);
            }
        });
    }

    @Test
    @Rows("CP-31")
    void a_client_that_leaves_is_client_closed() {
        try (RunningServer server = target.start("debug: true\n")) {
            Peer.login(server).close();

            awaitReason(server, "Client Closed");
        }
    }

    @Test
    @Rows({"CP-31", "CP-25"})
    void a_failed_log_in_is_authentication_failure() {
        try (RunningServer server = target.start("debug: true\nauthorization { user: a, password: b }\n");
                Peer peer = Peer.dial(server)) {
            peer.info();
            peer.send("CONNECT {\"user\":\"a\",\"pass\":\"no\"}\r\n");
            peer.lastLineOrPong();

            awaitReason(server, "Authentication Failure");
        }
    }

    @Test
    @Rows({"CP-31", "CP-25"})
    void a_log_in_that_does_not_come_is_authentication_timeout() {
        try (RunningServer server =
                        target.start("debug: true\nauthorization { user: a, password: b, timeout: 0.2 }\n");
                Peer peer = Peer.dial(server)) {
            peer.info();
            peer.lastLineOrPong();

            awaitReason(server, "Authentication Timeout");
        }
    }

    @Test
    @Rows({"CP-31", "CP-26"})
    void who_answers_no_ping_is_stale_connection() {
        try (RunningServer server = target.start("debug: true\nping_interval: \"60ms\"\nping_max: 1\n");
                Peer peer = Peer.login(server)) {
            peer.lastLineOrPong();

            awaitReason(server, "Stale Connection");
        }
    }

    @Test
    @Rows({"CP-31", "CP-19"})
    void one_connection_too_many_is_maximum_connections_exceeded() {
        try (RunningServer server = target.start("debug: true\nmax_connections: 1\n");
                Peer first = Peer.login(server);
                Peer second = Peer.dial(server)) {
            second.lastLineOrPong();
            first.fence();

            awaitReason(server, "Maximum Connections Exceeded");
        }
    }

    private static void awaitReason(RunningServer server, String reason) {
        await().alias("the log says \"" + reason + "\"")
                .atMost(SOON)
                .until(() -> server.log().contains("Client connection closed: " + reason));
    }
}
