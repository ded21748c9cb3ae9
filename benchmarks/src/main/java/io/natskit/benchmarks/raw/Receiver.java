// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Reads a subscriber's connection and counts. The count may be read by any thread. */
final class Receiver implements Runnable {
    private static final int READ_BYTES = 256 * 1024;

    private final RawConnection connection;
    private final FrameCounter counter;
    private final AtomicLong received = new AtomicLong();
    private volatile long lastNanos;

    Receiver(RawConnection connection, int frameBytes) {
        this.connection = connection;
        this.counter = new FrameCounter(frameBytes);
    }

    /** How many messages have come so far. */
    long received() {
        return received.get();
    }

    /** When the count last changed. */
    long lastNanos() {
        return lastNanos;
    }

    @Override
    public void run() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(READ_BYTES);
        try {
            while (connection.channel().read(bytes.clear()) >= 0) {
                counter.take(bytes.flip());
                lastNanos = System.nanoTime();
                received.setRelease(counter.frames());
            }
            throw new EOFException("the server closed a subscriber after " + received.get() + " messages");
        } catch (IOException closed) {
            if (connection.channel().isOpen()) {
                System.err.println(closed);
            }
        }
    }
}
