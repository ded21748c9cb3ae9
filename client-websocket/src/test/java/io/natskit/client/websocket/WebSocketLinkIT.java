// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.client.ServerAddress;
import io.natskit.wire.inprocess.ByteLink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import okhttp3.ConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links by sockets, to a server that says what it likes. */
@Timeout(60)
class WebSocketLinkIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final RawServer.Talk SILENT = client -> {};

    private static ByteLink connect(RawServer server, Consumer<WebSocketOptions.Builder> how, Duration timeout) {
        return WebSocketTransport.of(how)
                .connect(ServerAddress.parse(server.url()), timeout)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static ByteLink connect(RawServer server) {
        return connect(server, w -> {}, PATIENCE);
    }

    /** Reads until so much has come, or the end. */
    private static String read(ByteLink link, int bytes) throws InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(64 * 1024);
        int n = 0;
        while (n >= 0 && all.size() < bytes) {
            n = link.read(some.clear());
            if (n == 0) {
                CountDownLatch more = new CountDownLatch(1);
                link.onReadable(more::countDown);
                assertThat(more.await(20, TimeUnit.SECONDS))
                        .as("something comes")
                        .isTrue();
            }
            all.write(some.array(), 0, Math.max(0, n));
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static String readToEnd(ByteLink link) throws InterruptedException {
        return read(link, Integer.MAX_VALUE);
    }

    private static void write(ByteLink link, String text) {
        assertThat(link.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo(text.length());
    }

    @Test
    void bytes_go_both_ways_and_what_comes_with_the_answer_is_not_lost() throws Exception {
        try (RawServer server = new RawServer(
                        key -> RawServer.accepting(key, "")
                                + new String(new ServerFrames().bytes("INFO").toBytes(), StandardCharsets.ISO_8859_1),
                        SILENT);
                ByteLink link = connect(server)) {
            assertThat(read(link, 4)).isEqualTo("INFO");
            write(link, "CONNECT");
            assertThat(server.next()).isEqualTo("bytes CONNECT");
        }
    }

    @Test
    void much_that_comes_with_the_answer_is_taken_in_its_order() throws Exception {
        ServerFrames early = new ServerFrames();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            String one = i + " ";
            early.bytes(one);
            expected.append(one);
        }
        try (RawServer server = new RawServer(
                        key -> RawServer.accepting(key, "") + new String(early.toBytes(), StandardCharsets.ISO_8859_1),
                        client -> client.getOutputStream()
                                .write(new ServerFrames().bytes("behind").toBytes()));
                ByteLink link = connect(server)) {
            expected.append("behind");
            assertThat(read(link, expected.length())).isEqualTo(expected.toString());
        }
    }

    @Test
    void a_ping_is_answered_even_within_a_message() throws Exception {
        byte[] frames = new ServerFrames()
                .frame(0x02, "he")
                .frame(0x89, "there?")
                .frame(0x80, "llo")
                .toBytes();
        try (RawServer server = RawServer.sending(frames);
                ByteLink link = connect(server)) {
            assertThat(server.next()).isEqualTo("pong there?");
            assertThat(read(link, 5)).isEqualTo("hello");
        }
    }

    @Test
    void who_leaves_says_so_behind_what_waits_and_goes_when_the_server_has_answered() throws Exception {
        try (RawServer server = new RawServer(key -> RawServer.accepting(key, ""), SILENT).polite()) {
            ByteLink link = connect(server);
            write(link, "last");
            link.close();
            long start = System.nanoTime();

            assertThat(server.next()).isEqualTo("bytes last");
            assertThat(server.next()).isEqualTo("close 1000 ");
            assertThat(server.next()).isEqualTo("end");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
            assertThat(link.write(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(readToEnd(link)).isEmpty();
        }
    }

    @Test
    void a_server_that_leaves_is_answered_with_its_own_status() throws Exception {
        byte[] frames = new ServerFrames()
                .bytes("before")
                .frame(0x88, new byte[] {3, (byte) 0xe9, 'b', 'y', 'e'})
                .toBytes();
        try (RawServer server = RawServer.sending(frames);
                ByteLink link = connect(server)) {
            assertThat(readToEnd(link)).isEqualTo("before");
            assertThat(link.failure().orElseThrow()).hasMessageEndingWith(" closed the WebSocket: 1001 bye");
            assertThat(server.next()).isEqualTo("close 1001 bye");
            assertThat(server.next()).as("though the server does not end it").isNotEqualTo("null");
        }
    }

    @Test
    void a_server_that_never_answers_a_farewell_is_left_in_time() throws Exception {
        try (RawServer server =
                        RawServer.sending(new ServerFrames().raw(0x83, 0).toBytes());
                ByteLink link = connect(server)) {
            assertThat(readToEnd(link)).isEmpty();
            assertThat(server.next()).startsWith("close 1002");
            long start = System.nanoTime();
            assertThat(server.next()).isIn("end", "broken");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void a_server_that_does_not_answer_the_client_s_farewell_is_left_as_soon() throws Exception {
        try (RawServer server = new RawServer(key -> RawServer.accepting(key, ""), SILENT)) {
            ByteLink link = connect(server);
            write(link, "last");
            long start = System.nanoTime();
            link.close();

            assertThat(server.next()).isEqualTo("bytes last");
            assertThat(server.next()).isEqualTo("close 1000 ");
            assertThat(server.next()).isIn("end", "broken");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void a_connection_that_ends_without_a_farewell_is_a_failure() throws Exception {
        try (RawServer server = new RawServer(key -> RawServer.accepting(key, ""), client -> client.shutdownOutput());
                ByteLink link = connect(server)) {
            assertThat(readToEnd(link)).isEmpty();
            assertThat(link.failure().orElseThrow()).hasMessageEndingWith(" ended the connection without a farewell");
        }
    }

    static Object[][] hostile() {
        return new Object[][] {
            {new ServerFrames().raw(0x82, 0x81, 1, 2, 3, 4, 5), "", 1002},
            {new ServerFrames().frame(0xa2, "x"), "", 1002},
            {new ServerFrames().frame(0xc2, "x"), "", 1002},
            {new ServerFrames().frame(0x83, "x"), "", 1002},
            {new ServerFrames().frame(0x80, "x"), "", 1002},
            {new ServerFrames().frame(0x89, new byte[126]), "", 1002},
            {new ServerFrames().frame(0x88, new byte[1]), "", 1002},
            {new ServerFrames().frame(0x81, "x"), "", 1003},
            {new ServerFrames().head(0x82, Long.MAX_VALUE).raw(1), "", 1009},
            {new ServerFrames().packed(new byte[2_000_000], false), "permessage-deflate", 1009},
            {
                new ServerFrames().frame(0xc2, new byte[] {-1, -1, -1}),
                "permessage-deflate; server_no_context_takeover",
                1007
            },
        };
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void who_sends_what_no_server_may_is_told_why_and_left(ServerFrames frames, String extension, int status)
            throws Exception {
        String header = extension.isEmpty() ? "" : "Sec-WebSocket-Extensions: " + extension + "\r\n";
        byte[] behind = new ServerFrames().bytes("not taken").toBytes();
        byte[] sent = ByteBuffer.allocate(frames.toBytes().length + behind.length)
                .put(frames.toBytes())
                .put(behind)
                .array();
        try (RawServer server = RawServer.sending(sent, header);
                ByteLink link = connect(
                        server, w -> w.messageBytesMax(1_000_000).compression(!extension.isEmpty()), PATIENCE)) {
            assertThat(readToEnd(link)).doesNotContain("not taken").hasSizeLessThanOrEqualTo(1_000_000);
            assertThat(link.failure().orElseThrow()).hasMessageContaining(server.url() + " sent a ");
            assertThat(server.next()).startsWith("close " + status + " a ");
            assertThat(server.next()).isIn("end", "broken");
        }
    }

    @Test
    void a_message_without_an_end_is_refused_at_the_limit() throws Exception {
        RawServer.Talk endless = client -> {
            OutputStream out = client.getOutputStream();
            byte[] fragment = new ServerFrames().frame(0x00, new byte[50_000]).toBytes();
            out.write(new ServerFrames().frame(0x02, "").toBytes());
            for (int i = 0; i < 40; i++) {
                out.write(fragment);
            }
        };
        try (RawServer server = new RawServer(key -> RawServer.accepting(key, ""), endless);
                ByteLink link = connect(server, w -> w.messageBytesMax(1_000_000), PATIENCE)) {
            assertThat(readToEnd(link)).hasSize(1_000_000);
            assertThat(server.next()).isEqualTo("close 1009 a message of more than 1000000 bytes (messageBytesMax)");
        }
    }

    static Object[][] answers() {
        UnaryOperator<String> wrongKey = key -> RawServer.accepting(key + "x", "");
        UnaryOperator<String> noKey = key -> "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
        UnaryOperator<String> other = key -> RawServer.accepting(key, "").replace("websocket", "h2c");
        UnaryOperator<String> noUpgrade = key -> RawServer.accepting(key, "").replace("Connection: Upgrade\r\n", "");
        UnaryOperator<String> extension =
                key -> RawServer.accepting(key, "Sec-WebSocket-Extensions: permessage-deflate\r\n");
        UnaryOperator<String> protocol = key -> RawServer.accepting(key, "Sec-WebSocket-Protocol: mqtt\r\n");
        UnaryOperator<String> refused = key -> "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n";
        UnaryOperator<String> nonsense = key -> "SSH-2.0\r\n\r\n";
        return new Object[][] {
            {wrongKey, "Sec-WebSocket-Accept does not belong to the key"},
            {noKey, "Sec-WebSocket-Accept does not belong to the key"},
            {other, "upgraded to something else"},
            {noUpgrade, "upgraded to something else"},
            {extension, "permessage-deflate was not offered"},
            {protocol, "the protocol mqtt was not asked for"},
            {refused, "(the answer was 403 No)"},
            {nonsense, "SSH-2.0"},
        };
    }

    @ParameterizedTest
    @MethodSource("answers")
    void an_answer_that_is_none_fails_the_attempt(UnaryOperator<String> answer, String why) throws IOException {
        try (RawServer server = new RawServer(answer, SILENT)) {
            assertThatThrownBy(() -> connect(server))
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining(why)
                    .hasMessageContaining("WebSocket to " + server.url());
        }
    }

    @Test
    void who_never_answers_the_handshake_is_given_up_in_time() throws IOException {
        try (RawServer server = new RawServer(key -> "", SILENT)) {
            assertThatThrownBy(() -> connect(server, w -> {}, Duration.ofMillis(200)))
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("timeout");
        }
    }

    @Test
    void who_drips_the_handshake_is_given_up_in_time() throws IOException {
        RawServer.Talk drips = client -> {
            try {
                while (true) {
                    client.getOutputStream().write("X-A: b\r\n".getBytes(StandardCharsets.US_ASCII));
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        try (RawServer server = new RawServer(key -> "HTTP/1.1 101 Yes\r\n", drips)) {
            assertThatThrownBy(() -> connect(server, w -> {}, Duration.ofMillis(500)))
                    .isInstanceOf(CompletionException.class);
        }
    }

    @Test
    void an_open_link_outlives_the_time_of_its_handshake() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        RawServer.Talk talk = client -> {
            try {
                later.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            client.getOutputStream().write(new ServerFrames().bytes("late").toBytes());
        };
        try (RawServer server = new RawServer(key -> RawServer.accepting(key, ""), talk);
                ByteLink link = connect(server, w -> {}, Duration.ofMillis(300))) {
            CountDownLatch ended = new CountDownLatch(1);
            link.onReadable(ended::countDown);
            assertThat(ended.await(900, TimeUnit.MILLISECONDS)).as("ended").isFalse();
            later.countDown();

            assertThat(read(link, 4)).isEqualTo("late");
        }
    }

    @Test
    void no_connection_is_left_with_okhttp_however_a_link_ends() throws Exception {
        ConnectionPool pool = new ConnectionPool();
        Consumer<WebSocketOptions.Builder> counted = w -> w.okHttp(client -> client.connectionPool(pool));
        try (RawServer polite = new RawServer(key -> RawServer.accepting(key, ""), SILENT).polite();
                RawServer leaves = RawServer.sending(new ServerFrames()
                        .frame(0x88, new byte[] {3, (byte) 0xe8})
                        .toBytes());
                RawServer hostile =
                        RawServer.sending(new ServerFrames().raw(0x83, 0).toBytes());
                RawServer wrong = new RawServer(key -> RawServer.accepting("x", ""), SILENT)) {
            connect(polite, counted, PATIENCE).close();
            connect(polite, counted, PATIENCE).abort();
            readToEnd(connect(leaves, counted, PATIENCE));
            readToEnd(connect(hostile, counted, PATIENCE));
            assertThatThrownBy(() -> connect(wrong, counted, PATIENCE)).isInstanceOf(CompletionException.class);

            await().atMost(PATIENCE).until(() -> pool.connectionCount() == 0);
        }
    }

    @Test
    void the_handshake_is_one() throws IOException {
        try (RawServer server = new RawServer(key -> RawServer.accepting(key, ""), SILENT);
                ByteLink link = connect(server, w -> w.compression(true).header("Connection", "close"), PATIENCE)) {
            assertThat(server.requests).hasSize(1);
            assertThat(server.requests.get(0))
                    .startsWith("GET / HTTP/1.1\r\n")
                    .contains("Upgrade: websocket\r\n", "Connection: Upgrade\r\n", "Sec-WebSocket-Version: 13\r\n")
                    .contains("Sec-WebSocket-Extensions: permessage-deflate\r\n")
                    .containsPattern("Sec-WebSocket-Key: [A-Za-z0-9+/]{22}==\r\n");
            assertThat(link.failure()).isEmpty();
        }
    }
}
