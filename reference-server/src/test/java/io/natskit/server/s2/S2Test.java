// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.s2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyFramedInputStream;
import org.xerial.snappy.SnappyFramedOutputStream;

/** Rows JA-11, JA-12, JA-33. The recorded streams were written by the S2 library of nats-server 2.15.2. */
class S2Test {
    private static final byte[] CONTENT = content();

    // fast: one copy repeats another's distance; best: padding and long lengths, too
    @ParameterizedTest
    @ValueSource(strings = {"fast.s2", "best.s2"})
    void what_nats_servers_library_wrote_is_read_in_pieces_of_any_size(String file) throws IOException {
        byte[] stream = recorded(file);
        for (int piece : new int[] {1, 2, 3, 5, 100, 1 << 20}) {
            assertThat(S2Target.decoded(stream, piece)).isEqualTo(CONTENT);
        }
        byte[] twice = Arrays.copyOf(stream, stream.length * 2);
        System.arraycopy(stream, 0, twice, stream.length, stream.length);
        assertThat(S2Target.decoded(twice, 1000)).hasSize(2 * CONTENT.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast.s2", "best.s2"})
    void a_stream_that_was_cut_or_changed_is_refused(String file) throws IOException {
        byte[] stream = recorded(file);
        for (int i = 1; i < stream.length; i += i < 64 ? 1 : 13) {
            byte[] cut = S2Target.decoded(Arrays.copyOf(stream, i), 1000);
            // between two chunks a cut can not be seen here
            assertThat(cut == null || cut.length < CONTENT.length || i > stream.length - 100)
                    .as("cut at %d", i)
                    .isTrue();
            byte[] changed = stream.clone();
            changed[i] ^= 0x10;
            byte[] read = S2Target.decoded(changed, 1000);
            assertThat(read == null || Arrays.equals(read, CONTENT) || read.length < CONTENT.length)
                    .as("changed at %d", i)
                    .isTrue();
        }
    }

    @Test
    void what_is_encoded_is_read_by_another_snappy_and_the_reverse() throws IOException {
        Random random = new Random(7);
        for (int length : new int[] {0, 1, 14, 15, 16, 17, 60, 61, 256, 257, 1000, 65_535, 65_536, 65_537, 200_000}) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            byte[] words = Arrays.copyOf(CONTENT, length);
            byte[] zeros = new byte[length];
            for (byte[] content : new byte[][] {noise, words, zeros}) {
                byte[] stream = S2Target.encoded(content);
                try (InputStream in = new SnappyFramedInputStream(new ByteArrayInputStream(stream), true)) {
                    assertThat(in.readAllBytes()).isEqualTo(content);
                }
                ByteArrayOutputStream theirs = new ByteArrayOutputStream();
                try (SnappyFramedOutputStream out = new SnappyFramedOutputStream(theirs)) {
                    out.write(content);
                }
                assertThat(S2Target.decoded(theirs.toByteArray(), 999)).isEqualTo(content);
                byte[] block = new byte[S2Block.lengthMax(length) + 3];
                int end = S2Block.encode(content, 0, length, block, 3);
                assertThat(Snappy.uncompress(Arrays.copyOfRange(block, 3, end))).isEqualTo(content);
                byte[] theirBlock = Snappy.compress(content);
                assertThat(S2Block.decode(theirBlock, 0, theirBlock.length, length))
                        .isEqualTo(content);
            }
        }
    }

    @Test
    void text_becomes_smaller_and_noise_hardly_larger() {
        assertThat(S2Target.encoded(CONTENT).length).isLessThan(CONTENT.length / 8);
        byte[] noise = new byte[1_000_000];
        new Random(1).nextBytes(noise);
        assertThat(S2Target.encoded(noise).length).isLessThan(noise.length + 200);
    }

    @Test
    void a_flush_passes_on_what_there_is() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        S2Encoder encoder = new S2Encoder(out::write);
        encoder.write(ascii("hello"), 0, 5);
        encoder.flush();
        assertThat(S2Target.decoded(out.toByteArray(), 3)).isEqualTo(ascii("hello"));
        encoder.write(ascii(" world"), 0, 6);
        encoder.finish();
        assertThat(S2Target.decoded(out.toByteArray(), 3)).isEqualTo(ascii("hello world"));
    }

    @Test
    void repeated_distances_are_those_of_the_copy_before() {
        // 4 literals; a copy of 4 from 4 before; repeats of 4, of 5+3+… by one, two and three bytes of length
        byte[] block = {
            (byte) 0x9c, 0x02, 3 << 2, 'a', 'b', 'c', 'd', 0x01, 4, 0x01, 0, 5 << 2 | 1, 0, 0, 6 << 2 | 1, 0, 4, 0
        };
        byte[] content = S2Block.decode(block, 0, block.length, 1000);
        assertThat(content).hasSize(284);
        for (int i = 0; i < content.length; i++) {
            assertThat(content[i]).isEqualTo((byte) ('a' + i % 4));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // no length
                "ffffffffff01", // a length above 32 bits
                "05", // content is missing
                "0500", // one byte of a literal is missing
                "010041", // too short a literal for a whole content, then nothing: see below
                "040c41", // a literal beyond the block
                "04fcffffffff", // a literal of 4 GiB
                "080c414243440100", // a repeat before any copy
                "080c4142434401", // a copy without its distance
                "080c414243440105", // a copy from before the beginning
                "050c414243440104", // a copy beyond the content
                "080c4142434403" // a long copy without its distance
            })
    void a_corrupt_block_is_refused(String hex) {
        byte[] block = java.util.HexFormat.of().parseHex(hex);
        if (hex.equals("010041")) {
            assertThat(S2Block.decode(block, 0, block.length, 100)).isEqualTo(ascii("A"));
            return;
        }
        assertThatThrownBy(() -> S2Block.decode(block, 0, block.length, 100)).isInstanceOf(S2Exception.class);
    }

    @Test
    void a_chunk_that_claims_much_costs_nothing_until_it_comes() {
        byte[] identifier = {(byte) 0xff, 6, 0, 0, 'S', '2', 's', 'T', 'w', 'O'};
        S2Decoder decoder = new S2Decoder((from, offset, length) -> {});
        decoder.feed(identifier, 0, identifier.length);
        assertThatThrownBy(() -> decoder.feed(new byte[] {0, (byte) 0xff, (byte) 0xff, (byte) 0xff}, 0, 4))
                .isInstanceOf(S2Exception.class);
        S2Decoder other = new S2Decoder((from, offset, length) -> {});
        other.feed(identifier, 0, identifier.length);
        // the content would have 4 MiB and one byte
        assertThatThrownBy(() -> other.feed(new byte[] {0, 9, 0, 0, 0, 0, 0, 0, 1, 0, (byte) 0x80, 2, 0}, 0, 13))
                .isInstanceOf(S2Exception.class);
    }

    @Test
    void chunks_of_other_kinds_are_passed_over_or_refused() {
        byte[] stream = S2Target.encoded(ascii("hello"));
        byte[] skipped = concat(stream, new byte[] {(byte) 0xfe, 3, 0, 0, 1, 2, 3, (byte) 0x80, 0, 0, 0});
        assertThat(S2Target.decoded(skipped, 2)).isEqualTo(ascii("hello"));
        assertThat(S2Target.decoded(concat(stream, new byte[] {2, 0, 0, 0}), 100))
                .isNull();
        assertThat(S2Target.decoded(new byte[] {1, 4, 0, 0, 0, 0, 0, 0}, 100)).isNull();
        assertThat(S2Target.decoded(new byte[0], 1)).isEmpty();
    }

    @Test
    void any_bytes_do_no_harm() throws IOException {
        Random random = new Random(3);
        for (String file : new String[] {"fast.s2", "best.s2"}) {
            byte[] input = recorded(file);
            S2Target.check(input);
            for (int i = 0; i < 60; i++) {
                byte[] changed = input.clone();
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                S2Target.check(Arrays.copyOf(changed, 1 + random.nextInt(changed.length)));
            }
        }
    }

    // words by a linear congruence, then noise, then zeros, then a short period: as the recorder made it
    private static byte[] content() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int[] seed = {7};
        String[] words = {"order", "paid", "shipped", "{\"id\":", "}", "\n", "customer", "nats"};
        while (out.size() < 6000) {
            out.writeBytes(ascii(words[next(seed) % 8]));
            out.writeBytes(ascii(Integer.toString(next(seed) % 50)));
        }
        for (int i = 0; i < 700; i++) {
            out.write(next(seed));
        }
        out.writeBytes(new byte[200_000]);
        for (int i = 0; i < 30_000; i++) {
            out.write("abcdefghijk".charAt(i % 11));
        }
        return out.toByteArray();
    }

    private static int next(int[] seed) {
        seed[0] = seed[0] * 1664525 + 1013904223;
        return seed[0] >>> 16;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] recorded(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(S2Test.class.getResourceAsStream(file), file)) {
            return in.readAllBytes();
        }
    }
}
