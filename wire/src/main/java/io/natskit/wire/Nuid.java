// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Unique ids of 22 characters out of {@code 0-9A-Za-z}: 12 random ones and 10 that count up by a random step. Any thread; no lock: one
 * atomic addition an id, and a new random part when the counter is spent. Ids are unique, they are no secrets.
 */
public final class Nuid {
    /** How many characters an id has. */
    public static final int LENGTH = 22;

    private static final int PREFIX_LENGTH = 12;
    private static final byte[] DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
    private static final long SEQUENCE_MAX = 839299365868340224L; // 62^10
    private static final int STEP_MIN = 33;
    private static final int STEP_MAX = 333;

    private volatile Series series = Series.random();

    /** A generator of its own series. Most callers want {@link #next()}. */
    public Nuid() {}

    /** The next id of the JVM's shared series. */
    public static String next() {
        return Shared.INSTANCE.nextId();
    }

    /** The next id of this series. */
    public String nextId() {
        byte[] id = new byte[LENGTH];
        nextInto(id, 0);
        return new String(id, StandardCharsets.ISO_8859_1);
    }

    /** Writes the next id of this series to {@code dst[offset…offset + 21]}, without garbage. */
    public void nextInto(byte[] dst, int offset) {
        Series current = series;
        long sequence = current.take();
        while (sequence < 0) {
            renew(current);
            current = series;
            sequence = current.take();
        }
        System.arraycopy(current.prefix, 0, dst, offset, PREFIX_LENGTH);
        for (int i = offset + LENGTH - 1; i >= offset + PREFIX_LENGTH; i--) {
            dst[i] = DIGITS[(int) (sequence % 62)];
            sequence /= 62;
        }
    }

    // Two threads may both renew; one of the two series is then never used, which harms nobody.
    private void renew(Series spent) {
        if (series == spent) {
            series = Series.random();
        }
    }

    private static final class Shared {
        static final Nuid INSTANCE = new Nuid();
    }

    private static final class Series {
        final byte[] prefix;
        private final long step;
        private final AtomicLong sequence;

        private Series(byte[] prefix, long step, long start) {
            this.prefix = prefix;
            this.step = step;
            this.sequence = new AtomicLong(start);
        }

        static Series random() {
            byte[] seed = RandomBytes.next(PREFIX_LENGTH * 2 + 12);
            byte[] prefix = new byte[PREFIX_LENGTH];
            for (int i = 0; i < PREFIX_LENGTH; i++) {
                // 16 bits a digit keep the bias of the remainder below one in a thousand
                prefix[i] = DIGITS[(((seed[2 * i] & 0xff) << 8) | (seed[2 * i + 1] & 0xff)) % DIGITS.length];
            }
            long start = 0;
            for (int i = 0; i < 8; i++) {
                start = (start << 8) | (seed[PREFIX_LENGTH * 2 + i] & 0xff);
            }
            int step = ((seed[PREFIX_LENGTH * 2 + 8] & 0xff) << 8) | (seed[PREFIX_LENGTH * 2 + 9] & 0xff);
            return new Series(
                    prefix, STEP_MIN + step % (STEP_MAX - STEP_MIN), Long.remainderUnsigned(start, SEQUENCE_MAX));
        }

        // −1 when spent; the counter is far from overflow then, as every caller renews
        long take() {
            long value = sequence.getAndAdd(step);
            return value >= 0 && value < SEQUENCE_MAX ? value : -1;
        }
    }
}
