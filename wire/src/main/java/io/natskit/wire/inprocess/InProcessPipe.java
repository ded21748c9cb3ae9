// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.inprocess;

import java.nio.ByteBuffer;

/** Two byte links back to back, each direction bounded. What the one writes, the other reads. Any thread may use either end. */
public final class InProcessPipe {
    private final ByteLink client;
    private final ByteLink server;

    private InProcessPipe(int capacityBytes) {
        Ring toServer = new Ring(capacityBytes);
        Ring toClient = new Ring(capacityBytes);
        client = new End(toClient, toServer);
        server = new End(toServer, toClient);
    }

    /** Makes a pipe that holds up to {@code capacityBytes} (> 0) in each direction; the memory is taken as it is needed. */
    public static InProcessPipe create(int capacityBytes) {
        if (capacityBytes <= 0) {
            throw new IllegalArgumentException("capacityBytes: " + capacityBytes + " (expected: > 0)");
        }
        return new InProcessPipe(capacityBytes);
    }

    /** The client's end. */
    public ByteLink client() {
        return client;
    }

    /** The server's end. */
    public ByteLink server() {
        return server;
    }

    private record End(Ring in, Ring out) implements ByteLink {
        @Override
        public int read(ByteBuffer dst) {
            return in.read(dst);
        }

        @Override
        public int write(ByteBuffer src) {
            return out.write(src);
        }

        @Override
        public void onReadable(Runnable callback) {
            in.onReadable(callback);
        }

        @Override
        public void onWritable(Runnable callback) {
            out.onWritable(callback);
        }

        @Override
        public void close() {
            out.end();
            in.end();
        }
    }
}
