// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HighwayHash with 64 bits of result, as it was published by Google: nats-server's checksum of records in files. Four lanes of 64 bits take 32 bytes at a time. One
 * for each key, used again and again; by one thread at a time.
 */
final class HighwayHash {
    private static final int PACKET = 32;
    private static final int LANES = 4;
    private static final int FINAL_ROUNDS = 4;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    // digits of pi and of e, as the algorithm has them
    private static final long[] BEGIN_0 = {
        0xdbe6d5d5fe4cce2fL, 0xa4093822299f31d0L, 0x13198a2e03707344L, 0x243f6a8885a308d3L
    };
    private static final long[] BEGIN_1 = {
        0x3bd39e10cb0ef593L, 0xc0acf169b5f18a8cL, 0xbe5466cf34e90c6cL, 0x452821e638d01377L
    };

    private final long[] key = new long[LANES];
    private final long[] a = new long[LANES];
    private final long[] b = new long[LANES];
    private final long[] productA = new long[LANES];
    private final long[] productB = new long[LANES];
    private final long[] lanes = new long[LANES];
    private final byte[] packet = new byte[PACKET];
    private int filled;

    /** With the SHA-256 of a text for its key, as nats-server makes it of names. */
    static HighwayHash keyedBy(String text) {
        try {
            return new HighwayHash(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM knows SHA-256", e);
        }
    }

    /** For a key of 32 bytes. */
    HighwayHash(byte[] key) {
        if (key.length != PACKET) {
            throw new IllegalArgumentException("key: " + key.length + " bytes (expected: " + PACKET + ")");
        }
        for (int i = 0; i < LANES; i++) {
            this.key[i] = (long) LONGS.get(key, i * Long.BYTES);
        }
        reset();
    }

    /** Begins anew. */
    void reset() {
        filled = 0;
        for (int i = 0; i < LANES; i++) {
            productA[i] = BEGIN_0[i];
            productB[i] = BEGIN_1[i];
            a[i] = BEGIN_0[i] ^ key[i];
            b[i] = BEGIN_1[i] ^ Long.rotateLeft(key[i], 32);
        }
    }

    /** Takes the next bytes. */
    void update(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        if (filled > 0) {
            int taken = Math.min(left, PACKET - filled);
            System.arraycopy(bytes, from, packet, filled, taken);
            filled += taken;
            from += taken;
            left -= taken;
            if (filled < PACKET) {
                return;
            }
            mix(packet, 0);
            filled = 0;
        }
        while (left >= PACKET) {
            mix(bytes, from);
            from += PACKET;
            left -= PACKET;
        }
        System.arraycopy(bytes, from, packet, 0, left);
        filled = left;
    }

    /** The hash of what was taken; {@link #reset} follows. */
    long finish() {
        if (filled > 0) {
            mixRest();
        }
        for (int round = 0; round < FINAL_ROUNDS; round++) {
            for (int i = 0; i < LANES; i++) {
                lanes[i] = Long.rotateLeft(a[i ^ 2], 32);
            }
            mixLanes();
        }
        return a[0] + b[0] + productA[0] + productB[0];
    }

    private void mix(byte[] bytes, int offset) {
        for (int i = 0; i < LANES; i++) {
            lanes[i] = (long) LONGS.get(bytes, offset + i * Long.BYTES);
        }
        mixLanes();
    }

    /** The last bytes, fewer than a packet: their number goes in, and those behind the last whole four stand where the algorithm wants them. */
    private void mixRest() {
        int size = filled;
        for (int i = 0; i < LANES; i++) {
            a[i] += ((long) size << 32) + size;
            b[i] = rotateHalves(b[i], size);
        }
        int whole = size & ~3;
        int rest = size & 3;
        byte[] last = Arrays.copyOf(packet, size);
        Arrays.fill(packet, whole, PACKET, (byte) 0);
        if ((size & 16) != 0) {
            System.arraycopy(last, size - 4, packet, PACKET - 4, 4);
        } else if (rest > 0) {
            packet[16] = last[whole];
            packet[17] = last[whole + (rest >> 1)];
            packet[18] = last[size - 1];
        }
        mix(packet, 0);
    }

    private static long rotateHalves(long lane, int by) {
        int low = Integer.rotateLeft((int) lane, by);
        int high = Integer.rotateLeft((int) (lane >>> 32), by);
        return (long) high << 32 | low & 0xffffffffL;
    }

    private void mixLanes() {
        for (int i = 0; i < LANES; i++) {
            b[i] += productA[i] + lanes[i];
            productA[i] ^= (b[i] & 0xffffffffL) * (a[i] >>> 32);
            a[i] += productB[i];
            productB[i] ^= (a[i] & 0xffffffffL) * (b[i] >>> 32);
        }
        zip(b, a, 0);
        zip(b, a, 2);
        zip(a, b, 0);
        zip(a, b, 2);
    }

    /** Adds two lanes to two others, their bytes shuffled. */
    private static void zip(long[] from, long[] to, int lane) {
        long even = from[lane];
        long odd = from[lane + 1];
        to[lane] += ((even & 0xff000000L) | (odd & 0xff00000000L)) >>> 24
                | ((even & 0xff0000000000L) | (odd & 0xff000000000000L)) >>> 16
                | even & 0xff0000L
                | (even & 0xff00L) << 32
                | (odd & 0xff00000000000000L) >>> 8
                | even << 56;
        to[lane + 1] += ((odd & 0xff000000L) | (even & 0xff00000000L)) >>> 24
                | odd & 0xff0000L
                | (odd & 0xff0000000000L) >>> 16
                | (odd & 0xff00L) << 24
                | (even & 0xff000000000000L) >>> 8
                | (odd & 0xffL) << 48
                | even & 0xff00000000000000L;
    }
}
