// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpDecoderTest {
    private static final String STREAM = "INFO {\"server_id\":\"x\",\"max_payload\":1048576} \r\n"
            + "+OK\r\nPING\r\nPONG\r\n"
            + "MSG a.b 7 2\r\nhi\r\nMSG a.b 7 3\r\nhey\r\nMSG a.b 7 0\r\n\r\n"
            + "MSG a.b 7 _INBOX.r 2\r\nhi\r\nMSG a.b 7 12 2\r\nhi\r\n"
            + "MSG a.b 70 1\r\nx\r\nmsg\ta.c  8\t4\r\n\r\n\r\n\r\n"
            + "HMSG h 9 12 14\r\nNATS/1.0\r\n\r\nhi\r\nHMSG h 9 re.ply 12 12\r\nNATS/1.0\r\n\r\n\r\n"
            + "-ERR 'Permissions Violation for Publish to \"x y\"'\r\npInG\r\n-err bare\r\n";

    private static final List<String> CALLS = List.of(
            "info {\"server_id\":\"x\",\"max_payload\":1048576} ",
            "ok",
            "ping",
            "pong",
            "msg a.b 7 [] [] [hi]",
            "msg a.b 7 [] [] [hey]",
            "msg a.b 7 [] [] []",
            "msg a.b 7 [_INBOX.r] [] [hi]",
            "msg a.b 7 [12] [] [hi]",
            "msg a.b 70 [] [] [x]",
            "msg a.c 8 [] [] [\r\n\r\n]",
            "msg h 9 [] [NATS/1.0\r\n\r\n] [hi]",
            "msg h 9 [re.ply] [NATS/1.0\r\n\r\n] []",
            "err Permissions Violation for Publish to \"x y\"",
            "ping",
            "err bare");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> decode(byte[] stream, int... cuts) {
        OpDecoder decoder = new OpDecoder();
        RecordedOps ops = new RecordedOps();
        int from = 0;
        for (int cut : cuts) {
            // an array of its own with noise around it: nothing may be read outside the range or kept by reference
            byte[] piece = new byte[cut - from + 8];
            Arrays.fill(piece, (byte) 'X');
            System.arraycopy(stream, from, piece, 4, cut - from);
            assertThat(decoder.decode(piece, 4, cut - from, ops)).isEqualTo(cut - from);
            Arrays.fill(piece, (byte) 'Y');
            from = cut;
        }
        decoder.decode(stream, from, stream.length - from, ops);
        return ops.calls();
    }

    @Test
    void whole_stream_becomes_calls_with_ranges() {
        assertThat(decode(bytes(STREAM))).isEqualTo(CALLS);
    }

    @Test
    void absent_parts_lie_inside_the_buffer_of_their_own_message() {
        OpDecoder decoder = new OpDecoder();
        ServerOps ops = new RecordedOps() {
            @Override
            public void msg(MsgRange message) {
                // System.arraycopy refuses an offset past the end even when it is to copy nothing
                assertThat(message.replyOffset()).isBetween(0, message.buffer().length);
                assertThat(message.headersOffset()).isBetween(0, message.buffer().length);
                super.msg(message);
            }
        };
        byte[] large = bytes("PING\r\n".repeat(100) + "MSG a 1 1\r\nx\r\nMSG a 1 1\r\n");
        decoder.decode(large, 0, large.length, ops);
        byte[] small = bytes("x\r\n");
        decoder.decode(small, 0, small.length, ops);
        assertThat(((RecordedOps) ops).calls()).hasSize(102);
    }

    @Test
    void every_split_in_two_gives_the_same_calls() {
        byte[] stream = bytes(STREAM);
        for (int cut = 1; cut < stream.length; cut++) {
            assertThat(decode(stream, cut)).as("cut at %d", cut).isEqualTo(CALLS);
        }
    }

    @Test
    void every_split_in_three_gives_the_same_calls() {
        byte[] stream = bytes(STREAM);
        for (int first = 1; first < stream.length; first += 3) {
            for (int second = first + 1; second < stream.length; second += 5) {
                assertThat(decode(stream, first, second))
                        .as("cuts at %d, %d", first, second)
                        .isEqualTo(CALLS);
            }
        }
    }

    @Test
    void byte_by_byte_gives_the_same_calls() {
        byte[] stream = bytes(STREAM);
        int[] cuts = new int[stream.length - 1];
        Arrays.setAll(cuts, i -> i + 1);
        assertThat(decode(stream, cuts)).isEqualTo(CALLS);
    }

    @Test
    void random_splits_of_a_large_payload_give_the_same_message() {
        byte[] payload = new byte[3_000_000];
        Random random = new Random(42);
        random.nextBytes(payload);
        byte[] head = bytes("MSG big 1 " + payload.length + "\r\n");
        byte[] stream = Arrays.copyOf(head, head.length + payload.length + 2);
        System.arraycopy(payload, 0, stream, head.length, payload.length);
        stream[stream.length - 2] = '\r';
        stream[stream.length - 1] = '\n';
        OpDecoder decoder = new OpDecoder();
        byte[][] got = new byte[1][];
        RecordedOps rest = new RecordedOps();
        int pos = 0;
        while (pos < stream.length) {
            int n = Math.min(1 + random.nextInt(100_000), stream.length - pos);
            decoder.decode(stream, pos, n, new Keeping(got, rest));
            pos += n;
        }
        assertThat(got[0]).isEqualTo(payload);
        decoder.decode(bytes("PING\r\n"), 0, 6, rest);
        assertThat(rest.calls()).containsExactly("ping");
    }

    @Test
    void large_messages_that_come_in_pieces_are_what_they_would_be_in_one() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] payload = new byte[100_000];
        random.nextBytes(payload);
        String text = new String(payload, StandardCharsets.ISO_8859_1);
        String headers = "NATS/1.0\r\nA: b\r\n\r\n";
        String stream = "PING\r\nMSG a 1 100000\r\n" + text + "\r\nMSG a 1 100000\r\n" + text + "\r\nHMSG a.b 2 r "
                + headers.length() + " " + (headers.length() + 100_000) + "\r\n" + headers + text + "\r\nPONG\r\n";
        byte[] all = stream.getBytes(StandardCharsets.ISO_8859_1);
        RecordedOps whole = new RecordedOps();
        new OpDecoder().decode(all, 0, all.length, whole);
        assertThat(whole.calls()).hasSize(5);
        for (int round = 0; round < 200; round++) {
            int most = 1 + random.nextInt(round % 2 == 0 ? 200_000 : 40_000);
            RecordedOps pieces = new RecordedOps();
            OpDecoder decoder = new OpDecoder();
            for (int pos = 0; pos < all.length; ) {
                int n = Math.min(1 + random.nextInt(most), all.length - pos);
                decoder.decode(all, pos, n, pieces);
                pos += n;
            }
            assertThat(pieces.calls().equals(whole.calls()))
                    .as("seed %d, round %d", seed, round)
                    .isTrue();
        }
    }

    @Test
    void large_payloads_that_are_filled_in_past_the_decoder_are_what_they_would_be_in_one() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] payload = new byte[100_000];
        random.nextBytes(payload);
        String text = new String(payload, StandardCharsets.ISO_8859_1);
        String headers = "NATS/1.0\r\nA: b\r\n\r\n";
        byte[] all = bytes("MSG a 1 100000\r\n" + text + "\r\nPING\r\nHMSG a.b 2 r " + headers.length() + " "
                + (headers.length() + 100_000) + "\r\n" + headers + text + "\r\nMSG a 1 2\r\nhi\r\n");
        RecordedOps whole = new RecordedOps();
        new OpDecoder().decode(all, 0, all.length, whole);
        ByteBuffer outside = ByteBuffer.allocateDirect(all.length);
        for (int round = 0; round < 100; round++) {
            int most = 1 + random.nextInt(round % 2 == 0 ? 200_000 : 2_000);
            RecordedOps pieces = new RecordedOps();
            OpDecoder decoder = new OpDecoder();
            ByteBuffer left = outside.clear().put(all).flip();
            while (left.hasRemaining()) {
                byte[] piece = new byte[Math.min(1 + random.nextInt(most), left.remaining())];
                left.get(piece);
                decoder.decode(piece, 0, piece.length, pieces);
                int missing = decoder.missing();
                int before = left.remaining();
                ByteBuffer some = left.slice().limit(random.nextInt(before + 1));
                decoder.fill(some);
                left.position(left.position() + some.position());
                assertThat(decoder.missing()).isEqualTo(missing - some.position());
            }
            assertThat(pieces.calls().equals(whole.calls()))
                    .as("seed %d, round %d", seed, round)
                    .isTrue();
        }
    }

    @Test
    void a_large_payload_comes_in_the_array_that_it_was_given() {
        byte[] room = new byte[100_000];
        List<byte[]> came = new ArrayList<>();
        RecordedOps ops = new RecordedOps() {
            @Override
            public byte[] room(MsgRange begun) {
                assertThat(begun.sid()).isEqualTo(3);
                assertThat(begun.payloadLength()).isEqualTo(room.length);
                return room;
            }

            @Override
            public void msg(MsgRange m) {
                came.add(Objects.requireNonNull(m.ownPayload()));
            }
        };
        OpDecoder decoder = new OpDecoder();
        byte[] all = bytes("MSG a 3 100000\r\n" + "x".repeat(room.length) + "\r\n");
        decoder.decode(all, 0, 50_000, ops);
        decoder.decode(all, 50_000, all.length - 50_000, ops);
        assertThat(came).hasSize(1);
        assertThat(came.get(0)).isSameAs(room).containsOnly('x');
    }

    @Test
    void a_large_message_that_ends_otherwise_is_refused() {
        byte[] all = ("MSG a 1 50000\r\n" + "x".repeat(50_000) + "yz").getBytes(StandardCharsets.ISO_8859_1);
        for (int cut : new int[] {100, 40_000, all.length - 2, all.length - 1}) {
            OpDecoder decoder = new OpDecoder();
            RecordedOps ops = new RecordedOps();
            decoder.decode(all, 0, cut, ops);
            assertThatThrownBy(() -> decoder.decode(all, cut, all.length - cut, ops))
                    .as("cut at %d", cut)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("not followed by CR LF");
            assertThat(ops.calls()).isEmpty();
        }
    }

    private record Keeping(byte[][] got, ServerOps rest) implements ServerOps {
        @Override
        public void msg(MsgRange m) {
            got[0] = RecordedOps.payload(m);
        }

        @Override
        public void info(byte[] buffer, int offset, int length) {
            rest.info(buffer, offset, length);
        }

        @Override
        public void ping() {
            rest.ping();
        }

        @Override
        public void pong() {
            rest.pong();
        }

        @Override
        public void ok() {
            rest.ok();
        }

        @Override
        public void err(byte[] buffer, int offset, int length) {
            rest.err(buffer, offset, length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MSG a 1 2147483648\r\n",
                "MSG a 1 4294967298\r\nhi\r\n",
                "MSG a 1 99999999999999999999\r\n",
                "MSG a 1 -1\r\n",
                "MSG a 1 2x\r\nhi\r\n",
                "MSG a 1\r\n",
                "MSG a\r\n",
                "MSG a 1 2 3 4\r\nhi",
                "MSG a x 2\r\nhi\r\n",
                "MSG a 99999999999 2\r\nhi\r\n",
                "MSG a 1 2\r\nhiXX",
                "MSG a 1 2\r\nhi\r\rP",
                "HMSG a 1 14 12\r\nNATS/1.0\r\n\r\n",
                "HMSG a 1 2147483648 2147483649\r\n",
                "HMSG a 1 12\r\n",
                "MSGS a 1 2\r\nhi\r\n",
                "PINGPONG\r\n",
                "POING\r\n",
                "+KO\r\n",
                "-ERROR 'x'\r\n",
                "INFORM {}\r\n",
                "HTTP/1.1 400 Bad Request\r\n",
                "\r\n",
                " PING\r\n",
                "\0\0\0\0\r\n"
            })
    void hostile_line_is_refused_in_every_split(String line) {
        byte[] stream = bytes(line);
        for (int cut = 0; cut < stream.length; cut++) {
            int at = cut;
            assertThatThrownBy(() -> {
                        OpDecoder decoder = new OpDecoder();
                        decoder.decode(stream, 0, at, new RecordedOps());
                        decoder.decode(stream, at, stream.length - at, new RecordedOps());
                    })
                    .as("cut at %d", cut)
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void endless_line_is_refused_before_it_fills_the_heap() {
        OpDecoder decoder = new OpDecoder();
        byte[] block = new byte[64 * 1024];
        Arrays.fill(block, (byte) 'x');
        byte[] start = bytes("INFO {\"");
        decoder.decode(start, 0, start.length, new RecordedOps());
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        decoder.decode(block, 0, block.length, new RecordedOps());
                    }
                })
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(String.valueOf(OpDecoder.LINE_BYTES_MAX));
    }

    @Test
    void message_that_never_comes_takes_no_memory() {
        OpDecoder decoder = new OpDecoder();
        byte[] head = bytes("MSG a 1 " + OpDecoder.MESSAGE_BYTES_MAX + "\r\nx");
        long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        decoder.decode(head, 0, head.length, new RecordedOps());
        long after = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        assertThat(after - before).isLessThan(32L << 20);
    }

    @Test
    void stop_leaves_what_follows_in_another_language() {
        OpDecoder decoder = new OpDecoder();
        byte[] stream = bytes("INFO {}\r\n\u0016\u0003\u0001");
        RecordedOps ops = new RecordedOps();
        int used = decoder.decode(stream, 0, stream.length, new ServerOps() {
            @Override
            public void msg(MsgRange message) {
                ops.msg(message);
            }

            @Override
            public void info(byte[] buffer, int offset, int length) {
                ops.info(buffer, offset, length);
                decoder.stop();
            }

            @Override
            public void ping() {
                ops.ping();
            }

            @Override
            public void pong() {
                ops.pong();
            }

            @Override
            public void ok() {
                ops.ok();
            }

            @Override
            public void err(byte[] buffer, int offset, int length) {
                ops.err(buffer, offset, length);
            }
        });
        assertThat(used).isEqualTo(9);
        assertThat(ops.calls()).containsExactly("info {}");
    }
}
