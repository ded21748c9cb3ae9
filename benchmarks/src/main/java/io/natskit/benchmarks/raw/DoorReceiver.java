// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Reads a subscriber's connection and counts by what it is given. The count may be read by any thread. */
final class DoorReceiver implements Runnable {
    private static final int READ_BYTES = 256 * 1024;
    private static final long TAIL_LIMIT_NANOS = 30_000_000_000L;

    private final SocketChannel channel;
    private final Counter counter;
    private final AtomicLong received = new AtomicLong();
    private volatile long lastNanos;

    /** Takes what was read, and says how many messages have come so far. */
    interface Counter {
        long take(ByteBuffer bytes) throws IOException;
    }

    DoorReceiver(SocketChannel channel, Counter counter) {
        this.channel = channel;
        this.counter = counter;
    }

    @Override
    public void run() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(READ_BYTES);
        try {
            while (channel.read(bytes.clear()) >= 0) {
                long count = counter.take(bytes.flip());
                lastNanos = System.nanoTime();
                received.setRelease(count);
            }
            System.err.println("the server closed a subscriber after " + received.get() + " messages");
        } catch (IOException | RuntimeException failure) {
            if (channel.isOpen()) {
                System.err.println(failure);
            }
        }
    }

    /** Waits until so many have come; answers when the last of them did. */
    long awaitAll(long sent) {
        long limit = System.nanoTime() + TAIL_LIMIT_NANOS;
        while (received.get() < sent) {
            if (System.nanoTime() - limit > 0) {
                throw new IllegalStateException("messages received: " + received.get() + " (expected: " + sent + ")");
            }
            LockSupport.parkNanos(100_000);
        }
        return lastNanos;
    }
}
