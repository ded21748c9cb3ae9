// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.wire.websocket.FrameReader;
import io.natskit.wire.websocket.FrameReader.Step;
import io.natskit.wire.websocket.Inflation;
import io.natskit.wire.websocket.Opcode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written, queued and sent, on one thread: nothing waits where a last word has been said. */
class FrameSenderTest {
    private static final byte[] BYE = {3, (byte) 0xe8};

    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final List<Integer> writes = new ArrayList<>();
    private final Outgoing outgoing = new Outgoing(1 << 20);
    private Runnable behindFirst = () -> {};

    private final Carrier carrier = new Carrier() {
        @Override
        public int read(byte[] into) {
            return -1;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            writes.add(length);
            wire.write(bytes, offset, length);
            Runnable then = behindFirst;
            behindFirst = () -> {};
            then.run();
        }

        @Override
        public void close() {}

        @Override
        public void cancel() {}
    };

    private static byte[] some(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private void write(byte[] bytes) {
        assertThat(outgoing.write(ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
    }

    private void send(Deflate deflate) throws IOException {
        outgoing.farewell(BYE);
        new FrameSender(outgoing, carrier, deflate, 100).run();
    }

    /** What a strict server makes of it: message by message, control frames as their opcode and payload. */
    private List<byte[]> heard(boolean compression, boolean remembers) throws IOException {
        Inflater own = new Inflater(true);
        Inflation inflation = new Inflation(1 << 20, new Inflation.Inflaters() {
            @Override
            public Inflater take() {
                return own;
            }

            @Override
            public void give(Inflater used) {
                if (!remembers) {
                    used.reset();
                }
            }
        });
        FrameReader reader = new FrameReader(FrameReader.Masking.REQUIRED, compression);
        List<byte[]> heard = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(wire.toByteArray());
        for (Step step = reader.next(in); step != Step.MORE; step = reader.next(in)) {
            assertThat(step).as(reader.problem()).isNotEqualTo(Step.MALFORMED);
            if (step == Step.CONTROL) {
                heard.add(join(new byte[] {(byte) reader.opcode()}, reader.controlPayload()));
                continue;
            }
            assertThat(reader.endsMessage()).isTrue();
            ByteBuffer out = ByteBuffer.allocate(1 << 20);
            ByteBuffer piece = in.slice(in.position(), reader.pieceLength());
            in.position(in.position() + reader.pieceLength());
            if (reader.isCompressed()) {
                assertThat(inflation.take(piece, true, out)).isTrue();
            } else {
                out.put(piece);
            }
            byte[] message = new byte[out.flip().remaining()];
            out.get(message);
            heard.add(message);
        }
        own.end();
        return heard;
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 65_535, 65_536})
    void what_was_written_goes_out_as_one_frame_in_one_write(int length) throws IOException {
        write(some(length));
        send(Deflate.NONE);

        assertThat(heard(false, false)).containsExactly(some(length), join(new byte[] {Opcode.CLOSE}, BYE));
        assertThat(writes).hasSize(2);
    }

    @Test
    void small_writes_gather_and_large_ones_are_cut_at_64_KiB() throws IOException {
        write(some(10));
        write(some(20));
        write(some(150_000));
        send(Deflate.NONE);
        List<byte[]> heard = heard(false, false);

        assertThat(heard).hasSize(4);
        assertThat(heard.get(0)).hasSize(64 * 1024).startsWith(join(some(10), some(20)));
        assertThat(heard.get(1)).hasSize(64 * 1024);
        assertThat(join(join(heard.get(0), heard.get(1)), heard.get(2)))
                .isEqualTo(join(join(some(10), some(20)), some(150_000)));
    }

    @Test
    void a_chunk_is_used_again_without_what_it_held() throws IOException {
        write(some(1000));
        Outgoing.Next first = outgoing.next();
        assertThat(first).isInstanceOf(Outgoing.Data.class);
        outgoing.sent(((Outgoing.Data) first).chunk());
        write(some(10));
        send(Deflate.NONE);

        assertThat(heard(false, false).get(0)).isEqualTo(some(10));
    }

    @Test
    void what_is_small_is_not_compressed() throws IOException {
        write(some(99));
        send(new Deflate(true, false, false));
        assertThat(wire.toByteArray()).startsWith(0x82);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5_000, 65_536, 200_000})
    void compressed_messages_come_out_as_they_went_in(int length) throws IOException {
        byte[] even = new byte[length];
        write(some(length));
        write(even);
        send(new Deflate(true, true, false));

        assertThat(wire.toByteArray()).startsWith(0xc2);
        assertThat(together(heard(true, true))).isEqualTo(join(some(length), even));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_second_message_refers_to_the_first_only_where_that_is_agreed(boolean remembers) throws IOException {
        byte[] noise = some(5_000);
        write(noise);
        behindFirst = () -> {
            write(noise);
            outgoing.farewell(BYE);
        };
        new FrameSender(outgoing, carrier, new Deflate(true, remembers, false), 100).run();

        assertThat(heard(true, remembers)).hasSize(3).startsWith(noise, noise);
        assertThat(writes.get(0)).isGreaterThan(5_000);
        assertThat(writes.get(1) < 200).isEqualTo(remembers);
    }

    /** The messages, without the last word. */
    private static byte[] together(List<byte[]> heard) {
        byte[] all = {};
        for (byte[] message : heard.subList(0, heard.size() - 1)) {
            all = join(all, message);
        }
        return all;
    }

    @Test
    void each_frame_has_a_key_of_its_own() {
        MaskKeys keys = new MaskKeys();
        HashSet<Integer> drawn = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            drawn.add(keys.next());
        }

        assertThat(drawn).hasSizeGreaterThan(990);
    }

    @Test
    void a_pong_goes_before_what_waits_and_only_the_newest_is_answered() throws IOException {
        write(some(10));
        outgoing.pong(new byte[] {1});
        outgoing.pong(new byte[] {2});
        send(Deflate.NONE);

        assertThat(heard(false, false))
                .containsExactly(new byte[] {Opcode.PONG, 2}, some(10), join(new byte[] {Opcode.CLOSE}, BYE));
    }

    @Test
    void a_last_word_that_breaks_off_goes_in_the_place_of_what_waits() throws IOException {
        write(some(10));
        outgoing.breakOff(new byte[] {3, (byte) 0xea});
        send(Deflate.NONE);

        assertThat(heard(false, false)).containsExactly(new byte[] {Opcode.CLOSE, 3, (byte) 0xea});
    }

    @Test
    void behind_the_last_word_nothing_is_taken() {
        outgoing.farewell(BYE);

        assertThat(outgoing.write(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void who_is_ended_sends_not_even_a_last_word() throws IOException {
        write(some(10));
        outgoing.end();
        send(Deflate.NONE);

        assertThat(wire.size()).isZero();
    }
}
