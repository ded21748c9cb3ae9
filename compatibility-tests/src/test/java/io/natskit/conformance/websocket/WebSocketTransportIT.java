// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.BackPressure;
import io.natskit.client.BackPressureException;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionState;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.Options;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.Subscription;
import io.natskit.client.TlsOptions;
import io.natskit.client.websocket.WebSocketOptions;
import io.natskit.client.websocket.WebSocketTransport;
import io.natskit.conformance.contract.Certificates;
import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.target.LoggedPort;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** NATS over WebSocket: what holds on TCP holds here. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record WebSocketTransportIT(Target target) implements Judged {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Consumer<Options.Builder> ONCE = o -> o.reconnect(r -> r.maxAttempts(0));

    @TempDir
    static Path folder;

    private RunningServer server(int webPort, String more) {
        return target.start("websocket { listen: \"127.0.0.1:" + webPort + "\"\n" + more + " }\n");
    }

    private RunningServer server() {
        return server(-1, "no_tls: true");
    }

    private static Connection connect(
            String url, Consumer<WebSocketOptions.Builder> how, Consumer<Options.Builder> more) {
        return Nats.connect(o -> {
            o.servers(url)
                    .servers(s -> s.transport(WebSocketTransport.of(how)).connectTimeout(PATIENCE))
                    .reconnect(r -> r.maxAttempts(-1).policy((round, random) -> Duration.ofMillis(10)));
            more.accept(o);
        });
    }

    private static Connection connect(String url) {
        return connect(url, w -> {}, o -> {});
    }

    private static String url(RunningServer server) {
        return "ws://127.0.0.1:" + LoggedPort.WEBSOCKET.of(server);
    }

    @Test
    @Rows("client: WebSocket")
    void messages_of_all_sizes_come_as_they_went() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (boolean compressed : new boolean[] {false, true}) {
            try (RunningServer server = server(-1, "no_tls: true, compression: " + compressed);
                    Connection nats = connect(url(server), w -> w.compression(compressed), o -> {});
                    Connection other = Nats.connect(server.url());
                    Subscription here = nats.subscribe("a");
                    Subscription there = other.subscribe("a")) {
                nats.flush();
                other.flush();
                for (int size : new int[] {0, 1, 125, 126, 65_535, 65_536, 65_537, 200_000, 1_000_000}) {
                    byte[] payload = new byte[size];
                    if (size % 2 == 0) {
                        random.nextBytes(payload);
                    }
                    nats.publish(OutgoingMessage.to("a")
                            .header("Size", Integer.toString(size))
                            .payload(payload)
                            .build());

                    for (Subscription subscription : List.of(here, there)) {
                        Message came = subscription.next(PATIENCE).orElseThrow();
                        assertThat(came.bytes())
                                .as("seed %d, size %d", seed, size)
                                .isEqualTo(payload);
                        assertThat(came.headers().first("Size")).isEqualTo(Integer.toString(size));
                    }
                }
            }
        }
    }

    @Test
    @Rows("client: WebSocket")
    void many_small_messages_stay_in_order_and_are_gathered() {
        try (RunningServer server = server();
                Connection nats = connect(url(server));
                Subscription a = nats.subscribe("a")) {
            int count = 100_000;
            for (int i = 0; i < count; i++) {
                nats.publish("a", Integer.toString(i));
            }
            for (int i = 0; i < count; i++) {
                assertThat(a.next(PATIENCE).orElseThrow().text()).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    @Rows("client: WebSocket")
    void requests_are_answered() {
        try (RunningServer server = server();
                Connection nats = connect(url(server));
                Subscription service = nats.subscribe("echo", message -> message.reply(message.bytes()))) {
            for (int i = 0; i < 100; i++) {
                assertThat(nats.request(
                                        OutgoingMessage.to("echo")
                                                .payload("hi " + i)
                                                .build(),
                                        PATIENCE)
                                .text())
                        .isEqualTo("hi " + i);
            }
            assertThat(service.isActive()).isTrue();
        }
    }

    @Test
    @Rows("client: WebSocket")
    void a_server_that_comes_back_finds_subscriptions_and_what_was_published_meanwhile() {
        RunningServer first = server();
        int port = LoggedPort.WEBSOCKET.of(first);
        try (Connection nats = connect(url(first));
                Subscription a = nats.subscribe("a");
                Subscription limited = nats.subscribe("b")) {
            limited.stopAfter(2);
            nats.publish("b", "1");
            nats.flush();
            first.close();
            await().atMost(PATIENCE).until(() -> !nats.state().isConnected());
            nats.publish("a", "while away");
            nats.publish("b", "2");
            nats.publish("b", "3");
            try (RunningServer second = server(port, "no_tls: true")) {
                assertThat(a.next(PATIENCE).orElseThrow().text()).isEqualTo("while away");
                nats.flush(PATIENCE);
                assertThat(limited.next(PATIENCE).orElseThrow().text()).isEqualTo("1");
                assertThat(limited.next(PATIENCE).orElseThrow().text()).isEqualTo("2");
                assertThat(limited.next(Duration.ofMillis(50))).isEmpty();
                assertThat(second.log()).isNotEmpty();
            }
        }
    }

    @Test
    @Rows("client: WebSocket")
    void one_pool_may_have_both_doors() {
        RunningServer web = server();
        try (RunningServer plain = target.start("");
                Connection nats =
                        connect(url(web) + "," + plain.url(), w -> {}, o -> o.servers(s -> s.shuffle(false)))) {
            assertThat(((ConnectionState.Connected) nats.state()).server().toString())
                    .startsWith("ws://");
            web.close();
            await().atMost(PATIENCE)
                    .until(() -> nats.state() instanceof ConnectionState.Connected now
                            && now.server().toString().startsWith("nats://"));
            nats.flush(PATIENCE);
        }
    }

    @Test
    @Rows("client: WebSocket")
    void who_takes_nothing_holds_publishers_back_and_keeps_the_socket() throws IOException {
        try (DeafPeer peer = new DeafPeer();
                Connection nats = connect(
                        peer.url(),
                        w -> w.queuedBytesMax(256 * 1024),
                        o -> o.buffers(b -> b.outgoingBytes(256 * 1024).backPressure(BackPressure.fail())))) {
            byte[] payload = new byte[10_000];
            long sent = 0;
            BackPressureException refused = null;
            for (int i = 0; i < 10_000 && refused == null; i++) {
                try {
                    nats.publish("a", payload);
                    sent += payload.length;
                } catch (BackPressureException e) {
                    refused = e;
                }
            }
            assertThat(refused).isNotNull();
            // what both sockets of the operating system hold is not the client's: a few MiB on loopback
            assertThat(sent).isLessThan(30_000_000);
            peer.hear();
            long all = sent;
            await().atMost(PATIENCE).until(() -> peer.heard() >= all);
            nats.publish("a", payload);
            assertThat(peer.clients()).isEqualTo(1);
            assertThat(nats.state().isConnected()).isTrue();
        }
    }

    @Test
    @Rows("client: WebSocket")
    void tls_is_checked_against_the_host_and_who_is_trusted() throws Exception {
        Certificates certificate =
                Certificates.make(folder, "web-" + target.name().replace(' ', '-'), "dns:localhost");
        Consumer<WebSocketOptions.Builder> trusting = w -> w.tls(certificate.trusting(), certificate.trust());
        try (RunningServer server = server(-1, certificate.block(", timeout: 60"))) {
            String good = "wss://localhost:" + LoggedPort.WEBSOCKET.of(server);
            try (Connection nats = connect(good, trusting, o -> o.tls(t -> t.mode(TlsOptions.Mode.REQUIRED)))) {
                nats.flush(PATIENCE);
            }
            TlsOptions file = TlsOptions.of(t -> t.caFile(certificate.certificate()));
            try (Connection nats = connect(good, w -> w.tls(file), o -> {})) {
                nats.flush(PATIENCE);
            }
            assertThatThrownBy(() -> connect(good, w -> {}, ONCE)).isInstanceOf(NatsException.class);
            assertThatThrownBy(() -> connect("wss://127.0.0.1:" + LoggedPort.WEBSOCKET.of(server), trusting, ONCE))
                    .hasStackTraceContaining("127.0.0.1 not verified");
        }
    }

    @Test
    @Rows("client: WebSocket")
    void tls_that_is_asked_for_is_not_given_up_for_a_door_in_clear() {
        try (RunningServer server = server()) {
            assertThatThrownBy(() -> connect(
                            url(server), w -> {}, ONCE.andThen(o -> o.tls(t -> t.mode(TlsOptions.Mode.REQUIRED)))))
                    .hasStackTraceContaining("TLS is asked for here");
        }
    }

    @Test
    @Rows("client: WebSocket")
    void a_proxy_is_told_who_is_there() throws Exception {
        String authorization = "Basic "
                + Base64.getEncoder().encodeToString("ada:secret".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Certificates certificate =
                Certificates.make(folder, "proxied-" + target.name().replace(' ', '-'), "dns:localhost");
        try (RunningServer plain = server();
                RunningServer secure = server(-1, certificate.block(", timeout: 60"));
                ProxyPeer proxy = new ProxyPeer(authorization)) {
            Consumer<WebSocketOptions.Builder> by = w -> w.proxy(proxy.proxy())
                    .proxyCredentials("ada", "secret".toCharArray())
                    .tls(certificate.trusting(), certificate.trust());
            try (Connection nats = connect("ws://localhost:" + LoggedPort.WEBSOCKET.of(plain) + "/x", by, o -> {})) {
                nats.flush(PATIENCE);
            }
            try (Connection nats = connect("wss://localhost:" + LoggedPort.WEBSOCKET.of(secure), by, o -> {})) {
                nats.flush(PATIENCE);
            }
            assertThat(proxy.requests)
                    .contains("CONNECT localhost:" + LoggedPort.WEBSOCKET.of(plain) + " HTTP/1.1")
                    .contains("CONNECT localhost:" + LoggedPort.WEBSOCKET.of(secure) + " HTTP/1.1");
        }
    }

    @Test
    @Rows("client: WebSocket")
    void a_door_that_is_none_says_what_it_answered() throws IOException {
        try (RunningServer server = server(-1, "no_tls: true, same_origin: true")) {
            assertThatThrownBy(() -> connect(url(server), w -> w.header("Origin", "http://elsewhere"), ONCE))
                    .hasStackTraceContaining("the answer was 403");
        }
        int nobodys;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobodys = free.getLocalPort();
        }
        assertThatThrownBy(() -> connect("ws://127.0.0.1:" + nobodys, w -> {}, ONCE))
                .isInstanceOf(NatsException.class);
    }
}
