// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What zlib makes of what was deflated here. */
class MessageDeflaterTest {
    private static final int ALL = MessageDeflater.LENGTH_MAX;
    private static final byte[] TAIL = {0, 0, -1, -1};

    private final MessageDeflater deflater = new MessageDeflater();

    /** Deflated if that is worth it, and back again; answers the length in between. */
    private int there(byte[] text) {
        ByteBuffer source = ByteBuffer.wrap(text);
        ByteBuffer deflated = deflater.deflate(source, text.length);

        assertThat(source.position()).isZero();
        if (!deflated.hasRemaining()) {
            return text.length;
        }
        byte[] bytes = new byte[deflated.remaining()];
        deflated.get(bytes);
        assertThat(bytes.length).isLessThan(text.length);
        assertThat(inflated(bytes, text.length)).isEqualTo(text);
        return bytes.length;
    }

    private static byte[] inflated(byte[] deflated, int length) {
        Inflater inflater = new Inflater(true);
        try {
            byte[] bytes = Arrays.copyOf(deflated, deflated.length + TAIL.length);
            System.arraycopy(TAIL, 0, bytes, deflated.length, TAIL.length);
            inflater.setInput(bytes);
            byte[] text = new byte[length + 1];
            int count = inflater.inflate(text);
            assertThat(inflater.getRemaining()).isZero();
            return Arrays.copyOf(text, count);
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        } finally {
            inflater.end();
        }
    }

    private static int byZlib(byte[] text) {
        Deflater zlib = new Deflater(Deflater.BEST_SPEED, true);
        try {
            zlib.setInput(text);
            return zlib.deflate(new byte[2 * text.length + 64], 0, 2 * text.length + 64, Deflater.SYNC_FLUSH)
                    - TAIL.length;
        } finally {
            zlib.end();
        }
    }

    private static byte[] noise(SplittableRandom random, int length, int symbols) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(symbols);
        }
        return bytes;
    }

    /** Noise of some symbols, in which stretches come again, near and far, short and long. */
    private static byte[] repeating(SplittableRandom random, int length, int symbols) {
        byte[] bytes = noise(random, length, symbols);
        int at = 1 + random.nextInt(64);
        while (at < length) {
            int from = random.nextInt(Math.max(0, at - 40_000), at);
            int part = Math.min(length - at, 1 + random.nextInt(random.nextBoolean() ? 12 : 700));
            for (int i = 0; i < part; i++) {
                bytes[at + i] = bytes[from + i];
            }
            at += part + random.nextInt(random.nextBoolean() ? 4 : 200);
        }
        return bytes;
    }

    private static byte[] json(int length) {
        SplittableRandom random = new SplittableRandom(length);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("MSG plant.hall.").append(random.nextInt(20)).append(" 1 96\r\n{\"device\":\"sensor-");
            text.append(random.nextInt(500))
                    .append("\",\"temperature\":")
                    .append(random.nextInt(10_000) / 100.0)
                    .append(",\"humidity\":")
                    .append(random.nextInt(100))
                    .append(",\"state\":\"")
                    .append(random.nextInt(5) == 0 ? "warn" : "ok")
                    .append("\"}\r\n");
        }
        return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void nothing_stays_nothing() {
        assertThat(deflater.deflate(ByteBuffer.allocate(0), 0).hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 100, 256})
    void every_short_length_comes_back(int symbols) {
        SplittableRandom random = new SplittableRandom(symbols);
        for (int length = 1; length < 700; length++) {
            there(noise(random, length, symbols));
            there(repeating(random, length, symbols));
        }
    }

    /** Around the longest copy, the farthest and the longest message. */
    @ParameterizedTest
    @ValueSource(ints = {258, 32 * 1024, ALL - 4})
    void lengths_around_what_deflate_can_tell_come_back(int middle) {
        SplittableRandom random = new SplittableRandom(middle);
        for (int length = middle - 4; length <= middle + 4; length++) {
            there(new byte[length]);
            there(noise(random, length, 16));
            there(noise(random, length, 256));
            there(repeating(random, length, 200));
            there(json(length));
        }
    }

    @Test
    void copies_of_every_length_come_back() {
        SplittableRandom random = new SplittableRandom(1);
        for (int length = 1; length < 800; length += 3) {
            byte[] part = noise(random, length, 250);
            byte[] text = new byte[2 * length + 20];
            System.arraycopy(part, 0, text, 3, length);
            System.arraycopy(part, 0, text, length + 11, length);
            there(text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 8, 511, 512, 513, 32_767, 32_768, 32_769, 33_000})
    void a_copy_at_any_distance_comes_back(int distance) {
        byte[] text = new byte[distance + 3000];
        byte[] part = noise(new SplittableRandom(distance), Math.min(distance, 1000), 256);
        for (int at = 0; at < text.length; at += distance) {
            System.arraycopy(part, 0, text, at, Math.min(part.length, text.length - at));
        }
        there(text);
    }

    @Test
    void what_one_place_too_far_repeats_is_no_copy() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] near = noise(random, 32 * 1024 + 1000, 256);
        byte[] far = Arrays.copyOf(near, near.length);
        System.arraycopy(near, 0, near, 32 * 1024, 1000);
        System.arraycopy(far, 0, far, 32 * 1024 + 1, 999);

        assertThat(there(near)).isLessThan(near.length);
        assertThat(there(far)).isEqualTo(far.length);
    }

    @Test
    void thousands_of_texts_of_all_kinds_come_back() {
        SplittableRandom random = new SplittableRandom(4711);
        for (int i = 0; i < 1000; i++) {
            int length = 1 + random.nextInt(random.nextInt(8) == 0 ? ALL : 3000);
            there(repeating(random, length, 1 + random.nextInt(256)));
        }
    }

    /** Each symbol as often as the two before it together: codes would be longer than they may be. */
    @Test
    void symbols_that_would_have_too_long_a_code_come_back() {
        byte[] text = new byte[ALL];
        int at = 0;
        int often = 1;
        int before = 1;
        for (int symbol = 0; at < ALL; symbol++) {
            int end = Math.min(ALL, at + often);
            Arrays.fill(text, at, end, (byte) symbol);
            at = end;
            often += before;
            before = often - before;
        }
        SplittableRandom random = new SplittableRandom(5);
        for (int i = ALL - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            byte held = text[i];
            text[i] = text[other];
            text[other] = held;
        }

        assertThat(there(text)).isLessThan(ALL / 2);
    }

    @Test
    void noise_is_not_worth_it() {
        SplittableRandom random = new SplittableRandom(6);
        for (int length : new int[] {65, 1000, 4096, ALL}) {
            assertThat(there(noise(random, length, 256))).isEqualTo(length);
        }
    }

    @Test
    void what_went_before_is_not_remembered() {
        byte[] text = noise(new SplittableRandom(7), 4000, 256);

        assertThat(there(text)).isEqualTo(there(text)).isEqualTo(text.length);
    }

    @Test
    void a_part_of_a_direct_buffer_is_taken_from_its_position_on() {
        byte[] text = json(2000);
        ByteBuffer source =
                ByteBuffer.allocateDirect(3000).put(new byte[500]).put(text).position(500);
        ByteBuffer deflated = deflater.deflate(source, text.length);
        byte[] bytes = new byte[deflated.remaining()];
        deflated.get(bytes);

        assertThat(source.position()).isEqualTo(500);
        assertThat(inflated(bytes, text.length)).isEqualTo(text);
    }

    static Stream<byte[]> usual() {
        SplittableRandom random = new SplittableRandom(8);
        byte[] hexadecimal = noise(random, 4096, 16);
        for (int i = 0; i < hexadecimal.length; i++) {
            hexadecimal[i] = (byte) Character.forDigit(hexadecimal[i], 16);
        }
        byte[] often = new byte[15 * hexadecimal.length];
        for (int at = 0; at < often.length; at += hexadecimal.length) {
            System.arraycopy(hexadecimal, 0, often, at, hexadecimal.length);
        }
        return Stream.of(json(300), json(4096), json(60_000), hexadecimal, often, new byte[5000]);
    }

    @ParameterizedTest
    @MethodSource("usual")
    void it_becomes_no_longer_than_by_zlib_at_its_fastest(byte[] text) {
        assertThat(there(text)).isLessThanOrEqualTo(byZlib(text));
    }
}
