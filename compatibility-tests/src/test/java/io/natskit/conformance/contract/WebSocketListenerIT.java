// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.WebSocketJudged.awaitLine;
import static io.natskit.conformance.contract.WebSocketJudged.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.LoggedPort;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The listener for WebSocket beside the client port: what INFO says of it, its TLS, clients of other makers, and what is no configuration. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record WebSocketListenerIT(Target target) implements WebSocketJudged {
    @TempDir
    static Path folder;

    @Test
    @Rows("WS-06")
    void info_names_the_listener() {
        try (RunningServer server = start();
                WebPeer peer = WebPeer.open(server, "")) {
            assertThat(peer.until("\r\n"))
                    .contains("\"host\":\"127.0.0.1\",\"port\":" + LoggedPort.WEBSOCKET.of(server) + ",")
                    .doesNotContain("tls_required");
        }
    }

    @Test
    @Rows({"WS-06", "CF-19"})
    void where_to_advertise_the_listener_is_told_by_a_cluster_alone() {
        try (RunningServer server = start("advertise: \"elsewhere.example:443\"");
                WebPeer peer = WebPeer.open(server, "")) {
            assertThat(peer.until("\r\n"))
                    .contains("\"host\":\"127.0.0.1\",\"port\":" + LoggedPort.WEBSOCKET.of(server) + ",")
                    .doesNotContain("connect_urls", "elsewhere");
        }
    }

    @Test
    @Rows({"WS-06", "MO-03"})
    void connections_are_shown_with_the_door_that_they_came_by() {
        try (RunningServer server = start("", Monitor.CONFIG);
                Peer tcp = Peer.login(server);
                WebPeer web = WebPeer.open(server, "")) {
            tcp.fence();
            web.send(CONNECT).until("PONG\r\n");

            assertThat(Monitor.of(server).list("/connz", "connections"))
                    .extracting(one -> one.get("kind"), one -> one.get("type"))
                    .containsExactlyInAnyOrder(tuple("Client", "nats"), tuple("Client", "websocket"));
        }
    }

    @Test
    @Rows({"CF-19", "CP-26"})
    void the_listener_may_ask_whether_clients_are_there_at_its_own_pace() {
        try (RunningServer server = start("ping_interval: \"300ms\"", "ping_interval: \"5m\"\n");
                WebPeer web = WebPeer.open(server, "")) {
            web.send(CONNECT).until("PONG\r\n");
            web.until("PING\r\n");
            web.send("PONG\r\n").until("PING\r\n");
        }
    }

    @Test
    @Rows({"WS-06", "CF-19"})
    void the_listener_has_tls_of_its_own() {
        Certificates own = Certificates.make(folder, "web-" + target.name(), "dns:localhost,ip:127.0.0.1");
        String block = own.block(", timeout: 60").strip();
        try (RunningServer server = target.start("websocket { listen: \"127.0.0.1:-1\"\n" + block + "\n}\n");
                Peer plain = Peer.login(server);
                WebPeer peer = WebPeer.dial(server, own.trusting()).upgraded("")) {
            plain.fence();
            awaitLine(server, "Listening for websocket clients on wss://127.0.0.1:");
            assertThat(peer.until("\r\n")).contains("\"tls_required\":true").contains("\"tls_available\":true");
            peer.send(CONNECT).until("PONG\r\n");
            String payload = "z".repeat(50_000);
            peer.send("SUB a 1\r\nPUB a 50000\r\n" + payload + "\r\n").until(payload + "\r\n");
        }
    }

    @Test
    @Rows({"WS-06", "CF-19"})
    void clients_with_tls_and_compression_may_fill_whole_records() {
        Certificates own = Certificates.make(folder, "full-" + target.name(), "dns:localhost,ip:127.0.0.1");
        String block = own.block(", timeout: 60").strip();
        try (RunningServer server =
                        target.start("websocket { listen: \"127.0.0.1:-1\", compression: true\n" + block + "\n}\n");
                WebPeer peer = WebPeer.dial(server, own.trusting()).upgraded(WebPeer.DEFLATE)) {
            String payload = "z".repeat(50_000);
            peer.send(CONNECT).until("PONG\r\n");
            peer.send("PUB a 50000\r\n" + payload + "\r\nPING\r\n").until("PONG\r\n");
        }
    }

    @Test
    @Rows("WS-03")
    void clients_of_both_doors_talk_to_each_other() {
        try (RunningServer server = start();
                Peer tcp = Peer.login(server);
                WebPeer web = WebPeer.open(server, "")) {
            web.send(CONNECT).until("PONG\r\n");
            web.send("SUB to.web 1\r\nPING\r\n").until("PONG\r\n");
            tcp.send("SUB to.tcp 2\r\nPUB to.web 3\r\none\r\n");
            tcp.fence();
            web.until("MSG to.web 1 3\r\none\r\n");
            web.send("PUB to.tcp 3\r\ntwo\r\n");

            assertThat(tcp.line()).startsWith("MSG to.tcp 2 3");
        }
    }

    @Test
    @Rows("WS-03")
    void the_client_of_the_jdk_is_served() throws Exception {
        try (RunningServer server = start("compression: true")) {
            Ear ear = new Ear();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + LoggedPort.WEBSOCKET.of(server) + "/"), ear)
                    .get(15, TimeUnit.SECONDS);
            String payload = "w".repeat(40_000);
            socket.sendText(CONNECT + "SUB a 1\r\n", true).get(15, TimeUnit.SECONDS);
            socket.sendBinary(ByteBuffer.wrap(bytes("PUB a 40000\r\n" + payload)), false)
                    .get(15, TimeUnit.SECONDS);
            socket.sendBinary(ByteBuffer.wrap(bytes("\r\n")), true).get(15, TimeUnit.SECONDS);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(ear.heard()).endsWith(payload + "\r\n"));
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").get(15, TimeUnit.SECONDS);

            await().atMost(PATIENCE).until(() -> ear.closedWith == WebSocket.NORMAL_CLOSURE);
        }
    }

    private static final class Ear implements WebSocket.Listener {
        private final ConcurrentLinkedQueue<String> parts = new ConcurrentLinkedQueue<>();
        private volatile int closedWith;

        String heard() {
            return String.join("", parts);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            parts.add(StandardCharsets.ISO_8859_1.decode(data).toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closedWith = status;
            return null;
        }
    }

    @Test
    @Rows("CF-19")
    void a_listener_without_tls_has_to_say_so() {
        refusedStart("websocket { port: -1 }", "websocket requires TLS configuration");
    }

    @Test
    @Rows("CF-19")
    void origins_headers_cookies_and_users_are_checked() {
        String head = "websocket { port: -1, no_tls: true, ";
        refusedStart(
                head + "allowed_origins: [\"ftp://a\"] }", "allowed origins must be absolute URLs with http or https");
        refusedStart(head + "allowed_origins: [\"nonsense\"] }", "unable to parse allowed origin: ");
        refusedStart(head + "headers { Upgrade: x } }", "websocket: invalid header \"Upgrade\" not allowed");
        refusedStart(
                head + "headers { Sec-WebSocket-Foo: x } }",
                "websocket: invalid header \"Sec-WebSocket-Foo\", \"Sec-WebSocket-\" prefix not allowed");
        refusedStart(
                head + "jwt_cookie: c }",
                "trusted operators or trusted keys configuration is required for JWT authentication via cookie \"c\"");
        refusedStart(head + "no_auth_user: u }", "no_auth_user: \"u\" present, but users/nkeys are not defined");
        String users = "authorization { users: [{user: a, password: b}] }\n";
        refusedStart(
                users + head + "authorization { user: u } }",
                "websocket authentication username not compatible with presence of users/nkeys");
        refusedStart(
                users + head + "authorization { token: u } }",
                "websocket authentication token not compatible with presence of users/nkeys");
    }

    private void refusedStart(String config, String reason) {
        String said = "";
        try (RunningServer server = target.start(config)) {
            said = "it started: " + server.log();
        } catch (RuntimeException e) {
            said = String.valueOf(e.getMessage());
        }
        assertThat(said).contains(reason);
    }
}
