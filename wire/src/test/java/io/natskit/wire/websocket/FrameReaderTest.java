// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.wire.websocket.FrameReader.Masking;
import io.natskit.wire.websocket.FrameReader.Step;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames written by the one side and read by the other. */
class FrameReaderTest {
    private static final int KEY = 0x9a3bfc5d;

    private static byte[] some(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + 7);
        }
        return bytes;
    }

    private static byte[] masked(byte[] payload, boolean compressed) {
        int head = FrameWriter.maskedHeadLength(payload.length);
        ByteBuffer frame = ByteBuffer.allocate(head + payload.length);
        FrameWriter.maskedHead(frame, compressed, payload.length, KEY);
        assertThat(frame.position()).isEqualTo(head);
        frame.put(payload);
        Masks.apply(frame, head, payload.length, KEY);
        return frame.array();
    }

    private static byte[] plain(byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(FrameWriter.HEAD_MAX + payload.length);
        FrameWriter.head(frame, true, true, false, payload.length);
        return Arrays.copyOf(frame.put(payload).array(), frame.position());
    }

    /** What is found, as text, whatever the cuts. */
    private static String told(FrameReader reader, byte[]... parts) {
        StringBuilder told = new StringBuilder();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            ByteBuffer in = ByteBuffer.wrap(part.clone());
            for (Step step = reader.next(in); step != Step.MORE; step = reader.next(in)) {
                if (step == Step.MALFORMED) {
                    return told.append("malformed: ").append(reader.problem()).toString();
                }
                if (step == Step.CONTROL) {
                    told.append(reader.opcode())
                            .append(':')
                            .append(new String(reader.controlPayload(), StandardCharsets.ISO_8859_1))
                            .append(' ');
                    continue;
                }
                byte[] piece = new byte[reader.pieceLength()];
                in.get(piece);
                message.writeBytes(piece);
                if (reader.endsMessage()) {
                    told.append(reader.isText() ? "text " : "bytes ")
                            .append(reader.isCompressed() ? "packed " : "")
                            .append(Arrays.hashCode(message.toByteArray()))
                            .append('/')
                            .append(message.size())
                            .append(' ');
                    message.reset();
                }
            }
        }
        return told.toString();
    }

    private static String bytes(byte[] payload) {
        return "bytes " + Arrays.hashCode(payload) + "/" + payload.length + " ";
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 125, 126, 127, 65_535, 65_536, 70_000})
    void what_one_side_writes_the_other_reads(int length) {
        byte[] payload = some(length);

        assertThat(told(new FrameReader(Masking.REQUIRED, false), masked(payload, false)))
                .isEqualTo(bytes(payload));
        assertThat(told(new FrameReader(Masking.ALLOWED, false), masked(payload, false), plain(payload)))
                .isEqualTo(bytes(payload) + bytes(payload));
        assertThat(told(new FrameReader(Masking.REFUSED, false), plain(payload)))
                .isEqualTo(bytes(payload));
    }

    @Test
    void control_frames_come_masked_from_a_client_and_plain_from_a_server() {
        byte[] payload = some(125);
        String told = "9:" + new String(payload, StandardCharsets.ISO_8859_1) + " ";

        assertThat(told(new FrameReader(Masking.REQUIRED, false), FrameWriter.maskedControl(Opcode.PING, payload, KEY)))
                .isEqualTo(told);
        assertThat(told(new FrameReader(Masking.REFUSED, false), FrameWriter.control(Opcode.PING, payload)))
                .isEqualTo(told);
    }

    @Test
    void frames_of_both_sides_may_be_cut_at_every_two_bytes() {
        byte[] fragments = {
            0x02, 2, 'a', 'b', (byte) 0x89, 1, 'p', 0x00, 0, (byte) 0x80, 1, 'c', (byte) 0x82, 126, 0, 3, 'x', 'y', 'z'
        };
        byte[] clients = masked(some(20), true);
        String whole = told(new FrameReader(Masking.REFUSED, true), fragments);
        String wholeMasked = told(new FrameReader(Masking.REQUIRED, true), clients);
        assertThat(whole).isEqualTo("9:p " + bytes(new byte[] {'a', 'b', 'c'}) + bytes(new byte[] {'x', 'y', 'z'}));
        assertThat(wholeMasked).startsWith("bytes packed ");

        for (int first = 0; first <= fragments.length; first++) {
            for (int second = first; second <= fragments.length; second++) {
                assertThat(told(
                                new FrameReader(Masking.REFUSED, true),
                                Arrays.copyOf(fragments, first),
                                Arrays.copyOfRange(fragments, first, second),
                                Arrays.copyOfRange(fragments, second, fragments.length)))
                        .isEqualTo(whole);
            }
        }
        for (int cut = 0; cut <= clients.length; cut++) {
            assertThat(told(
                            new FrameReader(Masking.REQUIRED, true),
                            Arrays.copyOf(clients, cut),
                            Arrays.copyOfRange(clients, cut, clients.length)))
                    .isEqualTo(wholeMasked);
        }
    }

    @Test
    void a_mask_is_wanted_of_clients_and_refused_of_servers() {
        assertThat(told(new FrameReader(Masking.REQUIRED, false), plain(some(3))))
                .isEqualTo("malformed: mask bit missing");
        assertThat(told(new FrameReader(Masking.REFUSED, false), masked(some(3), false)))
                .isEqualTo("malformed: mask bit set");
    }

    @Test
    void what_is_still_to_come_of_a_frame_is_known_with_its_first_byte() {
        FrameReader reader = new FrameReader(Masking.REFUSED, false);
        ByteBuffer in = ByteBuffer.allocate(11);
        FrameWriter.head(in, true, false, false, 1L << 62);
        in.put((byte) 1).flip();

        assertThat(reader.next(in)).isEqualTo(Step.DATA);
        assertThat(reader.pieceLength()).isEqualTo(1);
        assertThat(reader.pieceRemainder()).isEqualTo((1L << 62) - 1);
    }

    @Test
    void the_last_word_has_a_status_and_a_text() {
        byte[] payload = CloseFrame.payload(CloseFrame.GOING_AWAY, "bye");

        assertThat(CloseFrame.problem(payload)).isNull();
        assertThat(CloseFrame.status(payload)).isEqualTo(1001);
        assertThat(CloseFrame.text(payload)).isEqualTo("bye");
        assertThat(CloseFrame.answer(payload)).isEqualTo(payload);
        assertThat(CloseFrame.status(new byte[0])).isEqualTo(CloseFrame.NO_STATUS);
        assertThat(CloseFrame.text(new byte[0])).isEmpty();
    }
}
