// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.WebSocketJudged.awaitLine;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Which requests become a WebSocket, and which are refused: the handshake, its paths and the origins of pages. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record WebSocketUpgradeIT(Target target) implements WebSocketJudged {
    @Test
    @Rows({"WS-01", "CF-19"})
    void an_upgrade_is_answered_with_the_key_and_the_configured_headers() {
        try (RunningServer server = start("headers { X-Who: \"me\" }");
                WebPeer peer = WebPeer.dial(server)) {
            peer.raw("GET /any HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY + "\r\n");

            assertThat(peer.head())
                    .isEqualTo("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + WebPeer.ACCEPT + "\r\nX-Who: me\r\n\r\n");
        }
    }

    @Test
    @Rows("WS-01")
    void extensions_and_no_masking_are_agreed_where_they_are_asked_for() {
        try (RunningServer server = start("compression: true");
                WebPeer peer = WebPeer.dial(server)) {
            peer.raw("GET / HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY + WebPeer.DEFLATE
                    + "Nats-No-Masking: true\r\n\r\n");

            assertThat(peer.head())
                    .endsWith("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                            + " client_no_context_takeover\r\nNats-No-Masking: true\r\n\r\n");
            peer.unmasked().send(CONNECT).until("PONG");
        }
    }

    @Test
    @Rows("WS-01")
    void a_request_that_is_no_upgrade_is_refused_with_its_status_and_the_reason_in_the_log() {
        String[][] all = {
            {"POST / HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY, "405 Method Not Allowed", "request method must be GET"
            },
            {
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n",
                "400 Bad Request",
                "invalid value for header 'Upgrade'"
            },
            {
                "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n",
                "400 Bad Request",
                "invalid value for header 'Connection'"
            },
            {"GET / HTTP/1.1\r\n" + WebPeer.REST, "400 Bad Request", "key missing"},
            {
                "GET / HTTP/1.1\r\n" + WebPeer.REST + "Sec-WebSocket-Key: dGhlIHNhbXBsZQ==\r\n",
                "400 Bad Request",
                "invalid websocket key"
            },
            {
                "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + WebPeer.KEY,
                "400 Bad Request",
                "invalid version"
            },
        };
        try (RunningServer server = start()) {
            for (String[] each : all) {
                try (WebPeer peer = WebPeer.dial(server)) {
                    assertThat(peer.raw(each[0] + "\r\n").refusal())
                            .startsWith("HTTP/1.1 " + each[1] + "\r\n")
                            .contains("Sec-Websocket-Version: 13\r\n")
                            .endsWith("\r\n\r\n" + each[1].substring(4) + "\n");
                    awaitLine(server, " - websocket handshake error: " + each[2]);
                }
            }
        }
    }

    @Test
    @Rows("WS-01")
    void what_is_no_request_is_refused() {
        try (RunningServer server = start()) {
            for (String[] each : new String[][] {
                {"PING\r\n\r\n", "400 Bad Request"},
                {"GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n", "400 Bad Request: missing required Host header"},
            }) {
                try (WebPeer peer = WebPeer.dial(server)) {
                    assertThat(peer.raw(each[0]).head())
                            .isEqualTo("HTTP/1.1 " + each[1]
                                    + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n");
                }
            }
        }
    }

    @Test
    @Rows("CF-19")
    void a_handshake_that_is_not_finished_in_time_is_closed() {
        try (RunningServer server = start("handshake_timeout: \"1s\"");
                WebPeer peer = WebPeer.dial(server)) {
            peer.raw("GET / HTTP/1.1\r\nHost:");

            assertThat(peer.head()).doesNotContain("101");
        }
    }

    @Test
    @Rows("WS-01")
    void the_head_of_a_request_is_bounded() {
        try (RunningServer server = start();
                WebPeer peer = WebPeer.dial(server)) {
            peer.raw("GET / HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY + "X-Long: " + "x".repeat(17 * 1024)
                    + "\r\n\r\n");

            // nats-server takes a megabyte (docs/differences.md)
            assertThat(peer.head())
                    .startsWith(
                            target.family().equals("natskit")
                                    ? "HTTP/1.1 431 Request Header Fields Too Large\r\n"
                                    : "HTTP/1.1 101 ");
        }
    }

    @Test
    @Rows("WS-02")
    void mqtt_is_not_found_and_leaf_nodes_are_closed_where_they_are_not_configured() {
        try (RunningServer server = start();
                WebPeer mqtt = WebPeer.dial(server);
                WebPeer leaf = WebPeer.dial(server)) {
            // behind whatever a proxy puts before them
            mqtt.raw("GET /some/mqtt HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY + "\r\n");
            leaf.raw("GET /some/leafnode HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY + "\r\n");

            assertThat(mqtt.refusal()).startsWith("HTTP/1.1 404 Not Found\r\n").endsWith("\r\n\r\nNot Found\n");
            awaitLine(server, "websocket handshake error: mqtt websocket endpoint not enabled");
            assertThat(leaf.head()).startsWith("HTTP/1.1 101 ");
            assertThat(leaf.untilClosed()).isEqualTo(-1);
            awaitLine(server, "Not configured to accept leaf node connections");
        }
    }

    @Test
    @Rows({"WS-04", "CF-19"})
    void pages_come_from_the_allowed_origins_alone() {
        try (RunningServer server =
                start("allowed_origins: [\"http://good.example\", \"https://good.example:8443\"]")) {
            for (String origin :
                    List.of("http://good.example:80", "HTTP://GOOD.example", "https://good.example:8443")) {
                try (WebPeer peer = WebPeer.open(server, "Origin: " + origin + "\r\n")) {
                    peer.until("INFO {");
                }
            }
            for (String origin : List.of("http://evil.example", "https://good.example", "http://good.example:81")) {
                refused(server, origin, "not in the allowed list");
            }
            refused(server, "null", "parse \"null\": invalid URI for request");
            try (WebPeer program = WebPeer.open(server, "")) {
                program.until("INFO {");
            }
        }
    }

    @Test
    @Rows("WS-02")
    void any_other_path_leads_to_nats() {
        try (RunningServer server = start()) {
            for (String path : List.of("/", "/any/where?mqtt", "/mqtt/", "/leafnodes", "/MQTT")) {
                try (WebPeer peer = WebPeer.dial(server)) {
                    peer.raw("GET " + path + " HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY + "\r\n");

                    assertThat(peer.head()).as(path).startsWith("HTTP/1.1 101 ");
                    peer.send(CONNECT).until("PONG\r\n");
                }
            }
        }
    }

    @Test
    @Rows({"WS-04", "CF-19"})
    void pages_come_from_the_same_origin_alone() {
        try (RunningServer server = start("same_origin: true")) {
            try (WebPeer peer = WebPeer.open(server, "Origin: http://localhost:1\r\n")) {
                peer.until("INFO {");
            }
            for (String origin : List.of("http://localhost:2", "https://localhost:1", "http://other:1")) {
                refused(server, origin, "not same origin");
            }
        }
    }

    private void refused(RunningServer server, String origin, String reason) {
        try (WebPeer peer = WebPeer.dial(server)) {
            peer.raw("GET / HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY + "Origin: " + origin + "\r\n\r\n");

            assertThat(peer.refusal())
                    .as(origin)
                    .startsWith("HTTP/1.1 403 Forbidden\r\n")
                    .endsWith("\r\n\r\nForbidden\n");
            awaitLine(server, " - websocket handshake error: origin not allowed: " + reason);
        }
    }
}
