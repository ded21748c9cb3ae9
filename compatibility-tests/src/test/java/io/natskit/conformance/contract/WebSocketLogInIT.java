// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who clients by WebSocket are: cookies, the address that a proxy tells of, and log-ins of the listener's own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record WebSocketLogInIT(Target target) implements WebSocketJudged {
    @Test
    @Rows({"WS-05", "CF-19"})
    void cookies_fill_what_connect_leaves_out() {
        try (RunningServer server = start(
                "user_cookie: \"u\", pass_cookie: \"p\"",
                "authorization { users: [{user: ada, password: secret}, {user: bob, password: other}] }\n")) {
            try (WebPeer peer = WebPeer.open(server, "Cookie: u=ada; p=secret\r\n")) {
                peer.send(CONNECT).until("PONG\r\n");
            }
            try (WebPeer peer = WebPeer.open(server, "Cookie: u=ada; p=secret\r\n")) {
                peer.send("CONNECT {\"verbose\":false,\"user\":\"bob\",\"pass\":\"other\"}\r\nPING\r\n")
                        .until("PONG\r\n");
            }
            try (WebPeer peer = WebPeer.open(server, "Cookie: u=ada; p=wrong\r\n")) {
                peer.send(CONNECT).until("-ERR 'Authorization Violation'\r\n");
                assertThat(peer.untilClosed()).isEqualTo(1008);
            }
        }
    }

    @Test
    @Rows({"WS-05", "CF-19"})
    void a_token_cookie_fills_what_connect_leaves_out() {
        try (RunningServer server = start("token_cookie: t", "authorization { token: abc }\n");
                WebPeer peer = WebPeer.open(server, "Cookie: a=b; t=abc\r\n")) {
            peer.send(CONNECT).until("PONG\r\n");
        }
    }

    @Test
    @Rows({"WS-05", "CF-19"})
    void a_jwt_cookie_fills_what_connect_leaves_out() {
        NKey operator = NKey.generate(NKeyKind.OPERATOR);
        NKey account = NKey.generate(NKeyKind.ACCOUNT);
        String jwt = UserClaims.builder(NKey.generate(NKeyKind.USER).publicKey())
                .name("ada")
                .rules(UserRules.builder().bearerToken(true).build())
                .sign(account);
        String config = "operator: "
                + OperatorClaims.builder(operator.publicKey()).name("op").sign(operator)
                + "\nresolver: MEMORY\nresolver_preload: { " + account.publicKey() + ": "
                + AccountClaims.builder(account.publicKey()).name("A").sign(operator) + " }\n";
        try (RunningServer server = start("jwt_cookie: j", config)) {
            try (WebPeer peer = WebPeer.open(server, "Cookie: j=" + jwt + "\r\n")) {
                peer.send(CONNECT).until("PONG\r\n");
            }
            try (WebPeer peer = WebPeer.open(server, "")) {
                peer.send(CONNECT).until("-ERR 'Authorization Violation'\r\n");
            }
        }
    }

    @Test
    @Rows("WS-05")
    void the_log_names_the_address_that_a_proxy_tells_of_and_the_number_as_wid() {
        try (RunningServer server = start("", "authorization { token: abc }\n");
                WebPeer known = WebPeer.open(server, "X-Forwarded-For: 203.0.113.7\r\n");
                WebPeer six = WebPeer.open(server, "X-Forwarded-For: 2001:db8::7\r\n");
                WebPeer listed = WebPeer.open(server, "X-Forwarded-For: 203.0.113.8, 10.0.0.1\r\n")) {
            for (WebPeer each : List.of(known, six, listed)) {
                each.send(CONNECT).untilClosed();
            }

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.log())
                            .containsPattern("203\\.0\\.113\\.7/127\\.0\\.0\\.1:\\d+ - wid:\\d+ - authentication error")
                            .containsPattern("\\[2001:db8::7]/127\\.0\\.0\\.1:\\d+ - wid:\\d+ - authentication error")
                            .doesNotContain("203.0.113.8"));
        }
    }

    @Test
    @Rows("CF-19")
    void the_listener_may_have_a_log_in_of_its_own() {
        try (RunningServer server = start("authorization { user: web, password: page }");
                Peer tcp = Peer.login(server)) {
            tcp.fence();
            try (WebPeer peer = WebPeer.open(server, "")) {
                assertThat(peer.until("\r\n")).contains("\"auth_required\":true");
                peer.send("CONNECT {\"verbose\":false,\"user\":\"web\",\"pass\":\"page\"}\r\nPING\r\n")
                        .until("PONG\r\n");
            }
            try (WebPeer peer = WebPeer.open(server, "")) {
                peer.send(CONNECT).until("-ERR 'Authorization Violation'\r\n");
            }
        }
    }

    @Test
    @Rows("CF-19")
    void the_listener_may_have_a_user_of_its_own_for_those_who_name_none() {
        try (RunningServer server = start("no_auth_user: web", """
            authorization { users: [
              {user: web, password: x, permissions { publish: "page.>" }}
              {user: ada, password: y} ] }
            """);
                WebPeer peer = WebPeer.open(server, "")) {
            assertThat(peer.until("\r\n")).contains("\"auth_required\":true");
            peer.send(CONNECT).until("PONG\r\n");
            peer.send("PUB other 0\r\n\r\n").until("-ERR 'Permissions Violation for Publish to \"other\"'\r\n");
        }
    }

    @Test
    @Rows("AU-12")
    void users_may_be_limited_to_the_door_that_they_come_by() {
        try (RunningServer server = start("", """
            authorization { users: [
              {user: web, password: x, allowed_connection_types: ["WEBSOCKET"]}
              {user: tcp, password: x, allowed_connection_types: ["STANDARD"]} ] }
            """)) {
            String login = "CONNECT {\"verbose\":false,\"user\":\"%s\",\"pass\":\"x\"}\r\nPING\r\n";
            try (WebPeer allowed = WebPeer.open(server, "");
                    WebPeer denied = WebPeer.open(server, "")) {
                allowed.send(login.formatted("web")).until("PONG\r\n");
                denied.send(login.formatted("tcp")).until("-ERR 'Authorization Violation'\r\n");
            }
        }
    }

    @Test
    @Rows("CF-19")
    void who_does_not_log_in_in_time_is_closed() {
        try (RunningServer server = start("authorization { token: abc, timeout: 0.5 }");
                WebPeer peer = WebPeer.open(server, "")) {
            peer.until("-ERR 'Authentication Timeout'\r\n");

            assertThat(peer.untilClosed()).isEqualTo(1008);
        }
    }
}
