// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import io.natskit.wire.websocket.FrameWriter;
import io.natskit.wire.websocket.Masks;
import java.nio.ByteBuffer;

/** The payload of one frame, gathered behind room for its head, so that it is masked where it stands and goes out in one write. Belongs to whoever has it. */
final class Chunk {
    /** The most that is gathered. */
    static final int PAYLOAD_BYTES = 64 * 1024;

    private final ByteBuffer buffer;

    /** A chunk with room for so many bytes. */
    Chunk(int bytes) {
        buffer = ByteBuffer.allocate(FrameWriter.MASKED_HEAD_MAX + bytes);
        clear();
    }

    void clear() {
        buffer.clear().position(FrameWriter.MASKED_HEAD_MAX);
    }

    boolean isFull() {
        return !buffer.hasRemaining();
    }

    /** How much is gathered. */
    int length() {
        return buffer.position() - FrameWriter.MASKED_HEAD_MAX;
    }

    /** Takes what there is room for, but no more than {@code most}; returns how much that was. */
    int take(ByteBuffer source, long most) {
        int part = (int) Math.min(most, Math.min(source.remaining(), buffer.remaining()));
        buffer.put(buffer.position(), source, source.position(), part);
        buffer.position(buffer.position() + part);
        source.position(source.position() + part);
        return part;
    }

    /** Where the payload stands, and the room behind it. */
    ByteBuffer payload() {
        return buffer.duplicate().limit(buffer.position()).position(FrameWriter.MASKED_HEAD_MAX);
    }

    /** The room behind what is gathered; {@link #grown} says how much of it was filled. */
    ByteBuffer room() {
        return buffer.slice(buffer.position(), buffer.remaining());
    }

    /** So many bytes of the {@link #room} are payload now. */
    void grown(int bytes) {
        buffer.position(buffer.position() + bytes);
    }

    /** Leaves out the end of the payload. */
    void cut(int bytes) {
        buffer.position(buffer.position() - bytes);
    }

    /** Masks the payload and puts the head before it. Returns where the frame begins in {@link #array}; it ends with the payload. */
    int frame(boolean compressed, int key) {
        int length = length();
        int from = FrameWriter.MASKED_HEAD_MAX - FrameWriter.maskedHeadLength(length);
        FrameWriter.maskedHead(buffer.duplicate().position(from), compressed, length, key);
        Masks.apply(buffer, FrameWriter.MASKED_HEAD_MAX, length, key);
        return from;
    }

    byte[] array() {
        return buffer.array();
    }

    /** Where the frame ends in {@link #array}. */
    int end() {
        return buffer.position();
    }
}
