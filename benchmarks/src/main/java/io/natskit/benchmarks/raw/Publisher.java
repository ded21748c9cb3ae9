// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends a block over and over until a time has come, on the thread that calls. */
final class Publisher {
    private final RawConnection connection;
    private final Blocks blocks;

    Publisher(RawConnection connection, Blocks blocks) {
        this.connection = connection;
        this.blocks = blocks;
    }

    /** Returns how many messages were sent; all of them are with the server when this returns. */
    long publishUntil(long deadlineNanos) throws IOException {
        ByteBuffer bytes = blocks.bytes().duplicate();
        long sent = 0;
        do {
            bytes.rewind();
            connection.send(bytes);
            sent += blocks.messages();
        } while (System.nanoTime() - deadlineNanos < 0);
        connection.confirm();
        return sent;
    }
}
