// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

/** A rate limit: a bucket of bytes that fills steadily. Pure; confined to the consumer's loop. */
final class ByteRate {
    private final double bytesPerNano;
    private final long burstBytes;
    private double available;
    private long filledNanos;

    /** A full bucket; {@code bitsPerSecond} above zero, and {@code burstBytes} what may go out at once. */
    ByteRate(long bitsPerSecond, long burstBytes, long nowNanos) {
        this.bytesPerNano = Math.max(1, bitsPerSecond / 8) / 1e9;
        this.burstBytes = burstBytes;
        this.available = burstBytes;
        this.filledNanos = nowNanos;
    }

    /** How long a message of that size has to wait; 0 if it may go now. One larger than the bucket may go when that is full. */
    long delayNanos(int bytes, long nowNanos) {
        fill(nowNanos);
        double missing = Math.min(bytes, burstBytes) - available;
        return missing <= 0 ? 0 : (long) Math.ceil(missing / bytesPerNano);
    }

    /** A message went out. */
    void sent(int bytes) {
        available -= bytes;
    }

    private void fill(long nowNanos) {
        long elapsed = nowNanos - filledNanos;
        if (elapsed > 0) {
            available = Math.min(burstBytes, available + elapsed * bytesPerNano);
            filledNanos = nowNanos;
        }
    }
}
