// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.websocket;

import static io.natskit.conformance.websocket.JavaWebSocketPeer.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.ConnectionState;
import io.natskit.client.NatsException;
import io.natskit.client.Options;
import io.natskit.client.Subscription;
import io.natskit.client.websocket.WebSocketOptions;
import io.natskit.client.websocket.WebSocketTransport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.java_websocket.WebSocket;
import org.java_websocket.enums.Opcode;
import org.java_websocket.framing.PingFrame;
import org.junit.jupiter.api.Test;

/** The transport against somebody else's server: Java-WebSocket's, which is strict about frames, and is made hostile here. */
class JavaWebSocketIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Connection connect(JavaWebSocketPeer peer, Consumer<WebSocketOptions.Builder> how) {
        return connect(peer, how, o -> {});
    }

    private static Connection connect(
            JavaWebSocketPeer peer, Consumer<WebSocketOptions.Builder> how, Consumer<Options.Builder> more) {
        return Nats.connect(o -> {
            o.servers(peer.url() + "/nats?a=b")
                    .servers(s -> s.transport(WebSocketTransport.of(how)).connectTimeout(PATIENCE))
                    .reconnect(r -> r.enabled(false));
            more.accept(o);
        });
    }

    private static ByteBuffer message(String payload) {
        return ByteBuffer.wrap(bytes("MSG a 1 " + payload.length() + "\r\n" + payload + "\r\n"));
    }

    private static void onSubscribe(WebSocket to, String said, Runnable then) {
        if (said.contains("SUB a ")) {
            then.run();
        }
    }

    @Test
    void the_handshake_has_path_headers_and_cookies_and_offers_no_compression_unasked() {
        try (JavaWebSocketPeer peer = JavaWebSocketPeer.polite((to, said) -> {});
                Connection nats = connect(
                        peer,
                        w -> w.header("X-Tenant", "blue")
                                .cookie("a", "1")
                                .cookie("b", "2")
                                .headers(server -> java.util.Map.of("X-Port", Integer.toString(server.port()))))) {
            var handshake = peer.handshakes.get(0);

            assertThat(nats.state().isConnected()).isTrue();
            assertThat(handshake.getResourceDescriptor()).isEqualTo("/nats?a=b");
            assertThat(handshake.getFieldValue("X-Tenant")).isEqualTo("blue");
            assertThat(handshake.getFieldValue("Cookie")).isEqualTo("a=1; b=2");
            assertThat(handshake.getFieldValue("X-Port")).isEqualTo(Integer.toString(peer.getPort()));
            assertThat(handshake.hasFieldValue("Sec-WebSocket-Extensions")).isFalse();
        }
    }

    @Test
    void compression_is_offered_when_asked_for() {
        try (JavaWebSocketPeer peer = JavaWebSocketPeer.polite((to, said) -> {});
                Connection nats = connect(peer, w -> w.compression(true))) {
            assertThat(nats.state().isConnected()).isTrue();
            assertThat(peer.handshakes.get(0).getFieldValue("Sec-WebSocket-Extensions"))
                    .contains("permessage-deflate");
        }
    }

    @Test
    void pings_are_answered_with_their_payload_and_control_frames_may_stand_inside_a_message() {
        try (JavaWebSocketPeer peer = new JavaWebSocketPeer(
                        to -> {
                            byte[] info = bytes(JavaWebSocketPeer.INFO);
                            to.sendFragmentedFrame(
                                    Opcode.BINARY, ByteBuffer.wrap(info, 0, 10).slice(), false);
                            PingFrame ping = new PingFrame();
                            ping.setPayload(ByteBuffer.wrap(bytes("are you there")));
                            to.sendFrame(ping);
                            to.sendFragmentedFrame(
                                    Opcode.BINARY,
                                    ByteBuffer.wrap(info, 10, info.length - 10).slice(),
                                    true);
                        },
                        (to, said) -> {});
                Connection nats = connect(peer, w -> {})) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(peer.pongs).containsExactly("are you there"));
            assertThat(nats.state().isConnected()).isTrue();
        }
    }

    @Test
    void lines_may_be_cut_anywhere() {
        try (JavaWebSocketPeer peer = JavaWebSocketPeer.polite((to, said) -> onSubscribe(to, said, () -> {
                    for (byte b : message("hello").array()) {
                        to.send(new byte[] {b});
                    }
                }));
                Connection nats = connect(peer, w -> {});
                Subscription a = nats.subscribe("a")) {
            assertThat(a.next(PATIENCE).orElseThrow().text()).isEqualTo("hello");
        }
    }

    @Test
    void much_goes_out_in_frames_of_64_kib_at_most_and_none_is_text() {
        try (JavaWebSocketPeer peer = JavaWebSocketPeer.polite((to, said) -> {});
                Connection nats = connect(peer, w -> {})) {
            for (int i = 0; i < 20_000; i++) {
                nats.publish("a", new byte[200]);
            }
            nats.publish("a", new byte[300_000]);
            nats.flush(PATIENCE);

            assertThat(peer.texts).isEmpty();
            assertThat(peer.errors).isEmpty();
            assertThat(peer.frames).allMatch(size -> size <= 64 * 1024);
            assertThat(peer.frames.stream().mapToLong(n -> n).sum()).isGreaterThan(20_000 * 200 + 300_000);
            assertThat(peer.frames.size()).as("gathered").isLessThan(5_000);
        }
    }

    @Test
    void leaving_shakes_hands() {
        try (JavaWebSocketPeer peer = JavaWebSocketPeer.polite((to, said) -> {})) {
            connect(peer, w -> {}).close();

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(peer.closes).containsExactly("1000 by the client"));
            assertThat(peer.errors).isEmpty();
        }
    }

    @Test
    void a_server_that_leaves_is_answered_and_the_client_connects_anew() {
        List<String> causes = new CopyOnWriteArrayList<>();
        try (JavaWebSocketPeer peer = JavaWebSocketPeer.polite((to, said) -> {
                    if (said.contains("PUB leave")) {
                        to.close(1001, "bye");
                    }
                });
                Connection nats = connect(
                        peer,
                        w -> {},
                        o -> o.reconnect(r -> r.enabled(true)
                                        .maxAttempts(-1)
                                        .policy((round, random) -> Duration.ofMillis(10)))
                                .onEvent(event -> {
                                    if (event instanceof ConnectionEvent.Disconnected gone) {
                                        causes.add(String.valueOf(gone));
                                    }
                                }))) {
            nats.publish("leave", "");
            await().atMost(PATIENCE)
                    .until(() -> peer.handshakes.size() == 2 && nats.state().isConnected());

            assertThat(causes).hasSize(1).allMatch(text -> text.contains("1001 bye"));
            assertThat(peer.closes.get(0)).startsWith("1001");
        }
    }

    private static void assertEnds(JavaWebSocketPeer peer, Consumer<WebSocketOptions.Builder> how, String why) {
        try (Connection nats = connect(peer, how);
                Subscription a = nats.subscribe("a")) {
            await().atMost(PATIENCE).until(() -> nats.state() instanceof ConnectionState.Closed);

            assertThat(a.isActive()).isFalse();
            assertThat(nats.closed().join().cause().orElseThrow()).hasStackTraceContaining(why);
        }
    }

    @Test
    void text_is_refused() {
        try (JavaWebSocketPeer peer =
                JavaWebSocketPeer.polite((to, said) -> onSubscribe(to, said, () -> to.send("MSG a 1 0\r\n\r\n")))) {
            assertEnds(peer, w -> {}, "sent a text frame (expected: binary)");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(peer.closes.get(0)).startsWith("1003"));
        }
    }

    @Test
    void a_message_without_an_end_is_refused() {
        try (JavaWebSocketPeer peer = JavaWebSocketPeer.polite((to, said) -> onSubscribe(to, said, () -> {
            for (int i = 0; i < 200 && to.isOpen(); i++) {
                to.sendFragmentedFrame(Opcode.BINARY, message("x".repeat(64 * 1024)), false);
            }
        }))) {
            assertEnds(peer, w -> w.messageBytesMax(1024 * 1024), "sent a message of more than 1048576 bytes");
        }
    }

    @Test
    void what_is_no_nats_ends_it() {
        try (JavaWebSocketPeer peer = JavaWebSocketPeer.polite(
                (to, said) -> onSubscribe(to, said, () -> to.send(bytes("MSG a 1 -7\r\n\r\n"))))) {
            assertEnds(peer, w -> {}, "");
        }
    }

    @Test
    void who_never_greets_is_given_up() {
        try (JavaWebSocketPeer silent = new JavaWebSocketPeer(to -> {}, (to, said) -> {})) {
            assertThatThrownBy(() -> Nats.connect(o -> o.servers(silent.url())
                            .servers(s ->
                                    s.transport(WebSocketTransport.create()).connectTimeout(Duration.ofMillis(300)))))
                    .isInstanceOf(NatsException.class);
        }
    }
}
