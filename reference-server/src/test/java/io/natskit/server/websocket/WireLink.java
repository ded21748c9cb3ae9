// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import io.natskit.server.transport.Connection;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.Link;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A link whose input is given, and which takes as many bytes at once as it is told. */
final class WireLink implements Link {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private ByteBuffer input;
    private int readMax = Integer.MAX_VALUE;
    private int room = Integer.MAX_VALUE;
    private int perWrite = Integer.MAX_VALUE;
    boolean closed;

    WireLink(byte[] input) {
        this.input = ByteBuffer.wrap(input);
    }

    WireLink readingAtMost(int bytes) {
        readMax = bytes;
        return this;
    }

    /** How many bytes are taken until it is told again. */
    WireLink room(int bytes) {
        room = bytes;
        return this;
    }

    WireLink takingAtMost(int bytes) {
        perWrite = bytes;
        return this;
    }

    void give(byte[] more) {
        input = ByteBuffer.wrap(more);
    }

    byte[] written() {
        return written.toByteArray();
    }

    @Override
    public void attach(EventLoop loop, Connection connection) {}

    @Override
    public int read(ByteBuffer target) {
        int count = Math.min(readMax, Math.min(target.remaining(), input.remaining()));
        target.put(input.slice(input.position(), count));
        input.position(input.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer source) {
        int count = Math.min(Math.min(room, perWrite), source.remaining());
        room -= count;
        for (int i = 0; i < count; i++) {
            written.write(source.get());
        }
        return count;
    }

    @Override
    public void watch(boolean reads, boolean writes) {}

    @Override
    public @Nullable String remoteHost() {
        return "192.0.2.1";
    }

    @Override
    public int remotePort() {
        return 1;
    }

    @Override
    public void close() {
        closed = true;
    }
}
