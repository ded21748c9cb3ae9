// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of memory with whole ops in it. Callers add at its end, under the outbox's lock, while a writer takes from its beginning: each has a position of its own,
 * so neither disturbs the other.
 */
final class Block {
    private final ByteBuffer in;
    private final ByteBuffer out;
    private int messages;
    private int takenMessages;
    private int takenEnd;
    private @Nullable Sink target; // of the writer

    private Block(ByteBuffer memory) {
        this.in = memory;
        this.out = memory.duplicate().rewind();
    }

    /** An empty block outside the heap, from which a socket takes bytes without a copy. */
    static Block direct(int bytes) {
        return new Block(ByteBuffer.allocateDirect(bytes));
    }

    /** An empty block of the heap. */
    static Block heap(int bytes) {
        return new Block(ByteBuffer.allocate(bytes));
    }

    /** A block that is {@code ops}, which hold no publish. */
    static Block of(byte[] ops) {
        return new Block(ByteBuffer.wrap(ops).position(ops.length));
    }

    // under the lock

    int capacity() {
        return in.capacity();
    }

    boolean isDirect() {
        return in.isDirect();
    }

    int room() {
        return in.remaining();
    }

    /** Adds bytes; there is room for them. */
    void add(byte[] bytes, int offset, int length) {
        in.put(bytes, offset, length);
    }

    /** Adds bytes, whose position stays; there is room for them. */
    void add(ByteBuffer bytes) {
        int length = bytes.remaining();
        in.put(in.position(), bytes, bytes.position(), length);
        in.position(in.position() + length);
    }

    void add(byte one, byte two) {
        in.put(one).put(two);
    }

    /** What was added is a publish more. */
    void countMessage() {
        messages++;
    }

    /** Whether all that was added was written; by the writer. */
    boolean isWritten() {
        return out.position() == in.position();
    }

    /** Forgets what it held; by the writer, or without one. */
    void clear() {
        in.clear();
        out.clear();
        messages = 0;
        takenMessages = 0;
        takenEnd = 0;
        target = null;
    }

    /** Lets the writer have what was added up to now. */
    void take() {
        takenEnd = in.position();
        takenMessages = messages;
    }

    /** Where the writer is to write it. */
    void target(Sink link) {
        target = link;
    }

    /** Publishes that wait; those that a writer has taken count until all of them are written. */
    int waitingMessages() {
        return out.position() < takenEnd || takenEnd == 0 ? messages : messages - takenMessages;
    }

    /** How many bytes were written; by the writer, or without one. */
    int written() {
        return out.position();
    }

    /** All that was added, also what was written, as an array. */
    byte[] toArray() {
        byte[] all = new byte[in.position()];
        in.get(0, all);
        return all;
    }

    // as the writer, outside the lock

    Sink target() {
        return Objects.requireNonNull(target);
    }

    /** What was taken and not written, at most {@code bytesMax}; its position moves with what is written. */
    ByteBuffer unwritten(int bytesMax) {
        return out.limit(Math.min(takenEnd, out.position() + bytesMax));
    }
}
