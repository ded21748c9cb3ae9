// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingFramesTest {
    private static final Deflate COMPRESSED = new Deflate(true, false, false);
    private static final Deflate REMEMBERS = new Deflate(true, true, true);
    private static final int MESSAGE_MAX = 100_000;

    /** Remembers what it was told; pings and farewells stand among the bytes. */
    private static final class Told implements IncomingFrames.Receiver {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private String others = "";

        @Override
        public void bytes(ByteBuffer piece) {
            byte[] own = new byte[piece.remaining()];
            piece.get(own);
            bytes.writeBytes(own);
        }

        @Override
        public void ping(byte[] payload) {
            others += "ping " + new String(payload, StandardCharsets.ISO_8859_1) + ";";
        }

        @Override
        public void farewell(byte[] payload) {
            others += "farewell " + Arrays.toString(payload) + ";";
        }

        String all() {
            return others + Arrays.hashCode(bytes.toByteArray()) + "/" + bytes.size();
        }
    }

    /** What is told of the input in pieces of so many bytes, and why it ended. */
    private static String told(byte[] input, Deflate deflate, int piece) {
        Told told = new Told();
        IncomingFrames frames = new IncomingFrames(deflate, MESSAGE_MAX, told);
        try {
            for (int at = 0; at < input.length; at += piece) {
                frames.received(ByteBuffer.wrap(Arrays.copyOfRange(input, at, Math.min(input.length, at + piece))));
            }
        } catch (RefusedFrameException e) {
            // how much comes out of a compressed message before its end is zlib's choice
            String before = deflate.agreed() ? "" : told.all() + " ";
            return before + e.status() + " " + e.getMessage();
        } finally {
            frames.release();
        }
        return told.all();
    }

    private static String text(byte[] input, Deflate deflate) throws RefusedFrameException {
        Told told = new Told();
        new IncomingFrames(deflate, MESSAGE_MAX, told).received(ByteBuffer.wrap(input.clone()));
        return told.bytes.toString(StandardCharsets.ISO_8859_1);
    }

    static Object[][] good() {
        ServerFrames packed = new ServerFrames();
        byte[] even = new byte[50_000];
        return new Object[][] {
            {new ServerFrames().bytes("INFO {}\r\n").bytes("").bytes("PING\r\n"), Deflate.NONE},
            {
                new ServerFrames()
                        .frame(0x02, "PI")
                        .frame(0x89, "one")
                        .frame(0x00, "")
                        .frame(0x8a, "unasked")
                        .frame(0x80, "NG\r\n")
                        .frame(0x88, new byte[] {3, (byte) 0xe9, 'b', 'y', 'e'})
                        .bytes("not looked at"),
                Deflate.NONE
            },
            {new ServerFrames().bytes("x".repeat(300)).bytes("y".repeat(70_000)), Deflate.NONE},
            {new ServerFrames().packed(even, false).bytes("plain").packed(even, false), COMPRESSED},
            {packed.packed(even, true).packed("again".getBytes(StandardCharsets.US_ASCII), true), REMEMBERS},
            {new ServerFrames().frame(0x88, new byte[0]), Deflate.NONE},
        };
    }

    @ParameterizedTest
    @MethodSource("good")
    void it_does_not_matter_how_frames_are_cut(ServerFrames frames, Deflate deflate) {
        byte[] input = frames.toBytes();
        String whole = told(input, deflate, Integer.MAX_VALUE / 2);

        for (int piece : new int[] {1, 2, 3, 5, 7, 64, 1000}) {
            assertThat(told(input, deflate, piece)).as("pieces of %d", piece).isEqualTo(whole);
        }
    }

    @Test
    void what_was_said_before_is_remembered_where_that_is_agreed() throws RefusedFrameException {
        byte[] noise = new byte[2_000];
        new Random(7).nextBytes(noise);
        ServerFrames frames = new ServerFrames().packed(noise, true);
        int first = frames.toBytes().length;
        frames.packed(noise, true);
        byte[] input = frames.toBytes();

        assertThat(input.length - first).as("refers to the first").isLessThan(100);
        assertThat(text(input, REMEMBERS).length()).isEqualTo(4_000);
        assertThat(told(input, COMPRESSED, input.length)).startsWith("1007");
    }

    @Test
    void a_compressed_message_may_come_in_fragments_with_a_ping_between() {
        byte[] packed = new ServerFrames().deflated("hello hello hello".getBytes(StandardCharsets.US_ASCII), false);
        Told told = new Told();
        IncomingFrames frames = new IncomingFrames(COMPRESSED, MESSAGE_MAX, told);
        byte[] input = new ServerFrames()
                .frame(0x42, Arrays.copyOf(packed, 3))
                .frame(0x89, "p")
                .frame(0x80, Arrays.copyOfRange(packed, 3, packed.length))
                .toBytes();

        assertThat(catching(frames, input)).isNull();
        assertThat(told.bytes.toString(StandardCharsets.US_ASCII)).isEqualTo("hello hello hello");
        assertThat(told.others).isEqualTo("ping p;");
    }

    private static RefusedFrameException catching(IncomingFrames frames, byte[] input) {
        try {
            frames.received(ByteBuffer.wrap(input));
            return null;
        } catch (RefusedFrameException e) {
            return e;
        }
    }

    static Object[][] hostile() {
        String may = "a frame that may not be: ";
        String tooLong = "a message of more than 100000 bytes (messageBytesMax)";
        byte[] none = {};
        return new Object[][] {
            {new ServerFrames().raw(0x82, 0x80, 1, 2, 3, 4), Deflate.NONE, 1002, may + "mask bit set"},
            {new ServerFrames().frame(0xa2, "x"), Deflate.NONE, 1002, may + "RSV2 and RSV3 must be clear"},
            {new ServerFrames().frame(0x92, "x"), Deflate.NONE, 1002, may + "RSV2 and RSV3 must be clear"},
            {
                new ServerFrames().frame(0xc2, "x"),
                Deflate.NONE,
                1002,
                may + "compressed frame received without negotiated permessage-deflate"
            },
            {new ServerFrames().frame(0xc9, "x"), COMPRESSED, 1002, may + "control frame must not be compressed"},
            {new ServerFrames().frame(0x83, none), Deflate.NONE, 1002, may + "unknown opcode 3"},
            {new ServerFrames().frame(0x8b, none), Deflate.NONE, 1002, may + "unknown opcode 11"},
            {new ServerFrames().frame(0x80, none), Deflate.NONE, 1002, may + "invalid continuation frame"},
            {
                new ServerFrames().frame(0x02, none).frame(0x82, none),
                Deflate.NONE,
                1002,
                may + "new message started before final frame for previous message was received"
            },
            {
                new ServerFrames().frame(0x89, new byte[126]),
                Deflate.NONE,
                1002,
                may + "control frame length bigger than maximum allowed of 125 bytes"
            },
            {new ServerFrames().frame(0x09, none), Deflate.NONE, 1002, may + "control frame does not have final bit set"
            },
            {new ServerFrames().head(0x82, Long.MIN_VALUE), Deflate.NONE, 1002, may + "invalid 64-bit payload length"},
            {
                new ServerFrames().frame(0x88, new byte[1]),
                Deflate.NONE,
                1002,
                may + "close frame payload cannot be 1 byte"
            },
            {
                new ServerFrames().frame(0x88, new byte[] {3, (byte) 0xed}),
                Deflate.NONE,
                1002,
                may + "invalid close status code 1005"
            },
            {new ServerFrames().frame(0x81, "PING\r\n"), Deflate.NONE, 1003, "a text frame (expected: binary)"},
            {new ServerFrames().head(0x82, Long.MAX_VALUE).raw(1), Deflate.NONE, 1009, tooLong},
            {new ServerFrames().frame(0x02, new byte[60_000]).head(0x80, 40_001).raw(1), Deflate.NONE, 1009, tooLong},
            {new ServerFrames().packed(new byte[100_001], false), COMPRESSED, 1009, tooLong},
            {
                new ServerFrames().frame(0xc2, new byte[] {-1, -1, -1}),
                COMPRESSED,
                1007,
                "a message that cannot be inflated: flate: corrupt input"
            },
        };
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void what_no_server_may_send_is_refused_with_its_status(
            ServerFrames frames, Deflate deflate, int status, String problem) {
        byte[] input = frames.toBytes();
        Told told = new Told();
        RefusedFrameException refused = catching(new IncomingFrames(deflate, MESSAGE_MAX, told), input.clone());

        assertThat(refused).hasMessage(problem);
        assertThat(refused.status()).isEqualTo(status);
        assertThat(told.bytes.size()).isLessThanOrEqualTo(MESSAGE_MAX);
        assertThat(told(input, deflate, 1)).contains(Integer.toString(status));
    }

    @Test
    void a_message_of_just_the_limit_is_taken_and_so_is_the_next_one() throws RefusedFrameException {
        byte[] input = new ServerFrames()
                .frame(0x02, new byte[60_000])
                .frame(0x80, new byte[40_000])
                .packed(new byte[100_000], false)
                .toBytes();

        assertThat(text(input, COMPRESSED)).hasSize(200_000);
    }

    @Test
    void a_bomb_is_inflated_piece_by_piece_up_to_the_limit() {
        Told told = new Told();
        IncomingFrames frames = new IncomingFrames(COMPRESSED, MESSAGE_MAX, told);
        byte[] bomb = new ServerFrames().packed(new byte[5_000_000], false).toBytes();

        assertThat(bomb.length).isLessThan(MESSAGE_MAX);
        assertThat(catching(frames, bomb).status()).isEqualTo(1009);
        assertThat(told.bytes.size()).isLessThanOrEqualTo(MESSAGE_MAX);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void any_bytes_are_told_the_same_however_they_are_cut(int seed) {
        Random random = new Random(seed);
        for (Object[] row : concat(good(), hostile())) {
            byte[] input = ((ServerFrames) row[0]).toBytes();
            for (int change = 0; change < 20 && input.length > 0; change++) {
                byte[] changed = Arrays.copyOf(input, Math.min(input.length, 3_000));
                // the heads of frames are where it matters
                changed[random.nextInt(Math.min(changed.length, 24))] = (byte) random.nextInt();
                for (Deflate deflate : new Deflate[] {Deflate.NONE, COMPRESSED, REMEMBERS}) {
                    String whole = told(changed, deflate, changed.length);
                    int piece = 1 + random.nextInt(9);

                    assertThat(told(changed, deflate, piece))
                            .as("seed %d, pieces of %d: %s", seed, piece, Arrays.toString(changed))
                            .isEqualTo(whole);
                }
            }
        }
    }

    private static Object[][] concat(Object[][] first, Object[][] second) {
        Object[][] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
