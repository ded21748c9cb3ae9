// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.websocket.CloseFrame;
import io.natskit.wire.websocket.FrameReader;
import io.natskit.wire.websocket.FrameWriter;
import io.natskit.wire.websocket.Inflation;
import io.natskit.wire.websocket.Opcode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FramesTest {
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

    private static byte[] read(WebSocketLink link, int room) throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        ByteBuffer target = ByteBuffer.allocateDirect(room);
        for (int count = 1; count > 0; ) {
            target.clear();
            count = link.read(target);
            byte[] part = new byte[Math.max(0, count)];
            target.flip().get(part);
            heard.writeBytes(part);
        }
        return heard.toByteArray();
    }

    private static WebSocketLink link(WireLink wire, boolean compression) {
        return new WebSocketLink(wire, WebSocketTarget.agreed(compression), 1 << 20);
    }

    private static byte[] some(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 1000, 65535, 65536, 200_000})
    void a_payload_of_any_length_comes_out_as_it_went_in(int length) throws IOException {
        byte[] payload = some(length);

        assertThat(read(
                        link(
                                new WireLink(new ClientFrames()
                                        .binary(payload)
                                        .binary(PING)
                                        .bytes()),
                                false),
                        64 * 1024))
                .isEqualTo(join(payload, PING));
    }

    @Test
    void frames_may_be_cut_at_every_byte() throws IOException {
        byte[] input = new ClientFrames()
                .text("CONNECT {}\r\n")
                .frame(0x02, "PI".getBytes(StandardCharsets.US_ASCII))
                .frame(0x89, "ping".getBytes(StandardCharsets.US_ASCII))
                .frame(0x00, "N".getBytes(StandardCharsets.US_ASCII))
                .frame(0x80, "G\r\n".getBytes(StandardCharsets.US_ASCII))
                .bytes();
        for (int cut = 1; cut < input.length; cut++) {
            WireLink wire = new WireLink(Arrays.copyOf(input, cut));
            WebSocketLink link = link(wire, false);
            byte[] first = read(link, 1024);
            wire.give(Arrays.copyOfRange(input, cut, input.length));

            assertThat(new String(join(first, read(link, 1024)), StandardCharsets.US_ASCII))
                    .isEqualTo("CONNECT {}\r\nPING\r\n");
            assertThat(wire.written()).containsExactly(0x8a, 4, 'p', 'i', 'n', 'g');
        }
    }

    static Object[][] malformed() {
        byte[] none = {};
        return new Object[][] {
            {new ClientFrames().unmasked().binary(PING), "mask bit missing"},
            {new ClientFrames().frame(0xa2, PING), "RSV2 and RSV3 must be clear"},
            {new ClientFrames().frame(0xc2, PING), "compressed frame received without negotiated permessage-deflate"},
            {new ClientFrames().frame(0x83, none), "unknown opcode 3"},
            {new ClientFrames().frame(0x80, none), "invalid continuation frame"},
            {
                new ClientFrames().frame(0x89, new byte[126]),
                "control frame length bigger than maximum allowed of 125 bytes"
            },
            {new ClientFrames().frame(0x09, none), "control frame does not have final bit set"},
            {new ClientFrames().head(0x82, Long.MIN_VALUE), "invalid 64-bit payload length"},
            {
                new ClientFrames().frame(0x02, none).frame(0x82, none),
                "new message started before final frame for previous message was received"
            },
            {new ClientFrames().frame(0x88, new byte[1]), "close frame payload cannot be 1 byte"},
            {new ClientFrames().frame(0x88, new byte[] {3, (byte) 0xed}), "invalid close status code 1005"},
            {new ClientFrames().frame(0x88, new byte[] {0, 1}), "invalid close status code 1"},
        };
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void what_no_client_may_send_ends_the_connection_with_1002(ClientFrames frames, String problem) throws IOException {
        WireLink wire = new WireLink(join(new ClientFrames().binary(PING).bytes(), frames.bytes()));
        WebSocketLink link = link(wire, false);
        ByteBuffer target = ByteBuffer.allocateDirect(1024);

        assertThat(link.read(target)).isEqualTo(PING.length);
        assertThatThrownBy(() -> link.read(target))
                .isInstanceOf(ProtocolException.class)
                .hasMessage(problem);
        link.close();

        assertThat(wire.written())
                .startsWith(0x88, 2 + problem.length(), 3, 0xea)
                .hasSize(4 + problem.length());
        assertThat(wire.closed).isTrue();
    }

    @Test
    void a_close_frame_is_answered_with_its_own_status_behind_what_went_out_before() throws IOException {
        WireLink wire = new WireLink(new ClientFrames()
                .binary(PING)
                .frame(0x88, new byte[] {3, (byte) 0xe8, 'b', 'y', 'e'})
                .binary(PING)
                .bytes());
        WebSocketLink link = link(wire, false);
        ByteBuffer target = ByteBuffer.allocateDirect(1024);

        assertThat(link.read(target)).isEqualTo(PING.length);
        assertThat(link.read(target)).isEqualTo(-1);
        link.write(ByteBuffer.wrap("PONG\r\n".getBytes(StandardCharsets.US_ASCII)));
        link.farewell(1000, "Client Closed");
        link.close();

        assertThat(wire.written()).startsWith(0x82, 6).endsWith(0x88, 5, 3, 0xe8, 'b', 'y', 'e');
    }

    @Test
    void a_close_frame_whose_text_is_none_is_answered_with_1007() {
        assertThat(CloseFrame.answer(new byte[] {3, (byte) 0xe8, (byte) 0xff}))
                .startsWith(3, 0xef)
                .hasSize(34);
    }

    @Test
    void a_long_reason_is_cut() {
        assertThat(new String(CloseFrame.payload(1002, "x".repeat(500)), StandardCharsets.ISO_8859_1))
                .hasSize(125)
                .endsWith("xx...");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100, 1_000_000})
    void what_goes_out_keeps_its_frames_however_little_the_socket_takes(int room) throws IOException {
        WireLink wire = new WireLink(new byte[0]).takingAtMost(room);
        FrameOutput output = new FrameOutput(wire, WebSocketTarget.agreed(false));
        byte[] first = some(300);
        byte[] second = some(70_000);
        int pongs = 10;
        for (ByteBuffer part : new ByteBuffer[] {ByteBuffer.wrap(first), ByteBuffer.wrap(second)}) {
            while (part.hasRemaining()) {
                output.write(part);
                if (pongs-- > 0) {
                    output.control(FrameWriter.control(Opcode.PONG, new byte[] {1}));
                }
            }
        }
        while (!output.flush()) {
            continue;
        }

        assertThat(unframed(wire.written(), false)).isEqualTo(join(first, second));
    }

    @Test
    void several_buffers_go_out_as_one_message() throws IOException {
        WireLink wire = new WireLink(new byte[0]);
        FrameOutput output = new FrameOutput(wire, WebSocketTarget.agreed(false));
        output.write(new ByteBuffer[] {ByteBuffer.wrap(some(10)), ByteBuffer.wrap(some(20))}, 2);

        assertThat(wire.written()).startsWith(0x82, 30).hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000, 1_000_000})
    void compressed_messages_come_out_as_they_went_in(int room) throws IOException {
        WireLink wire = new WireLink(new byte[0]).takingAtMost(room);
        FrameOutput output = new FrameOutput(wire, WebSocketTarget.agreed(true));
        byte[] noise = some(150_000);
        byte[] even = new byte[150_000];
        for (byte[] payload : new byte[][] {PING, noise, even}) {
            ByteBuffer part = ByteBuffer.wrap(payload);
            while (part.hasRemaining()) {
                output.write(part);
            }
        }
        while (!output.flush()) {
            continue;
        }

        assertThat(unframed(wire.written(), true)).isEqualTo(join(join(PING, noise), even));
    }

    @Test
    void compressed_messages_gather_until_somebody_flushes() throws IOException {
        WireLink wire = new WireLink(new byte[0]);
        FrameOutput output = new FrameOutput(wire, WebSocketTarget.agreed(true));
        byte[] even = new byte[2000];
        output.write(ByteBuffer.wrap(even));
        output.write(ByteBuffer.wrap(even));
        assertThat(wire.written()).isEmpty();

        assertThat(output.flush()).isTrue();
        assertThat(unframed(wire.written(), true)).isEqualTo(join(even, even));
    }

    @Test
    void compressed_messages_gather_no_longer_than_16_KiB() throws IOException {
        WireLink wire = new WireLink(new byte[0]);
        FrameOutput output = new FrameOutput(wire, WebSocketTarget.agreed(true));
        byte[] noise = some(20_000);
        output.write(ByteBuffer.wrap(noise));

        assertThat(unframed(wire.written(), true)).isEqualTo(noise);
    }

    @Test
    void what_would_not_become_less_goes_as_it_is_among_what_is_compressed() throws IOException {
        WireLink wire = new WireLink(new byte[0]);
        FrameOutput output = new FrameOutput(wire, WebSocketTarget.agreed(true));
        byte[] noise = some(1000);
        output.write(ByteBuffer.wrap(noise));
        output.write(ByteBuffer.wrap(new byte[1000]));
        output.flush();

        assertThat(wire.written()).startsWith(0x82, 126, 0x03, 0xe8).hasSizeLessThan(1100);
        assertThat(wire.written()[1004]).isEqualTo((byte) 0xc2);
        assertThat(unframed(wire.written(), true)).isEqualTo(join(noise, new byte[1000]));
    }

    @Test
    void browsers_get_what_is_not_worth_compressing_in_short_frames_too() throws IOException {
        WireLink wire = new WireLink(new byte[0]);
        FrameOutput output = new FrameOutput(wire, browser(true));
        output.write(ByteBuffer.wrap(some(9000)));
        output.flush();

        assertThat(wire.written()).startsWith(0x82, 126, 0x10, 0x00).hasSize(9000 + 3 * 4);
        assertThat(unframed(wire.written(), true)).isEqualTo(some(9000));
    }

    @Test
    void browsers_get_a_compressed_message_in_frames_of_4096_bytes_at_most() throws IOException {
        WireLink wire = new WireLink(new byte[0]);
        FrameOutput output = new FrameOutput(wire, browser(true));
        byte[] text = some(12_000);
        for (int i = 0; i < text.length; i++) {
            text[i] &= 0x3f;
        }
        output.write(ByteBuffer.wrap(text));
        output.flush();

        // of the message's frames the first alone says that it is compressed
        assertThat(wire.written()).startsWith(0x42, 126, 0x10, 0x00);
        assertThat(wire.written()[4100]).isEqualTo((byte) 0x00);
        assertThat(unframed(wire.written(), true)).isEqualTo(text);
    }

    private static UpgradeRules.Agreement browser(boolean compression) {
        return new UpgradeRules.Agreement(false, false, compression, true, true, false, null, null, null, null, null);
    }

    @Test
    void browsers_get_frames_of_4096_bytes_at_most() throws IOException {
        WireLink wire = new WireLink(new byte[0]);
        new FrameOutput(wire, browser(false)).write(ByteBuffer.wrap(some(9000)));

        assertThat(wire.written()).startsWith(0x82, 126, 0x10, 0x00).hasSize(9000 + 3 * 4);
        assertThat(unframed(wire.written(), false)).isEqualTo(some(9000));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 1000, 64 * 1024})
    void a_compressed_message_is_inflated_as_there_is_room(int room) throws IOException {
        byte[] payload = new byte[300_000];
        Arrays.fill(payload, (byte) 'x');
        byte[] input =
                new ClientFrames().packed(payload).binary(PING).packed(PING).bytes();

        assertThat(read(link(new WireLink(input), true), room)).isEqualTo(join(join(payload, PING), PING));
    }

    @Test
    void a_message_that_inflates_past_the_bound_ends_the_connection() {
        byte[] bomb = new ClientFrames().packed(new byte[2 << 20]).bytes();

        assertThatThrownBy(() -> read(link(new WireLink(bomb), true), 64 * 1024))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("maximum payload exceeded");
    }

    @Test
    void what_is_not_compressed_as_it_says_ends_the_connection() {
        byte[] junk =
                new ClientFrames().frame(0xc2, new byte[] {-1, -1, -1, -1}).bytes();

        assertThatThrownBy(() -> read(link(new WireLink(junk), true), 64 * 1024))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("flate: corrupt input");
    }

    /** What a client makes of frames that are never masked. */
    private static byte[] unframed(byte[] bytes, boolean compression) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        FrameReader reader = new FrameReader(FrameReader.Masking.REFUSED, compression);
        Inflation inflation = new Inflation(1 << 20, Scratch.INFLATERS);
        ByteBuffer out = ByteBuffer.allocate(1 << 20);
        FrameReader.Step step = reader.next(in);
        while (step != FrameReader.Step.MORE) {
            if (step == FrameReader.Step.DATA) {
                ByteBuffer piece = in.slice(in.position(), reader.pieceLength());
                in.position(in.position() + reader.pieceLength());
                if (reader.isCompressed()) {
                    assertThat(inflation.take(piece, reader.endsMessage(), out)).isTrue();
                } else {
                    out.put(piece);
                }
            } else {
                assertThat(step).as(reader.problem()).isEqualTo(FrameReader.Step.CONTROL);
            }
            step = reader.next(in);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
