// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import io.natskit.client.internal.protocol.OpEncoder;
import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was accepted and not written yet, encoded, with the counts that belong to it. Guarded by the outbox's lock, but for {@link #written} and {@link #wrote}, which is the writer's.
 */
final class Backlog {
    /** A payload up to this is put together with its line before it goes into a block; a larger one goes there at once. */
    private static final int SMALL_BYTES = 256;

    private static final byte[] NOTHING = new byte[0];

    private final Blocks blocks;
    private byte[] line = new byte[512];
    private long addedBytes;
    private long accepted;
    private long acceptedBytes;
    private volatile long doneBytes; // written or forgotten
    private volatile long writtenBytes;

    Backlog(long onlineBytesMax) {
        blocks = new Blocks(onlineBytesMax);
    }

    /** Adds a publish that takes at most {@code most} bytes. */
    void publish(
            int most,
            byte[] subject,
            byte @Nullable [] reply,
            @Nullable Headers headers,
            int headersLength,
            byte[] payload,
            int offset,
            int length) {
        Objects.checkFromIndexSize(offset, length, payload.length);
        boolean small = length <= SMALL_BYTES;
        byte[] b = lineWithRoom(small ? most : most - length);
        int p = head(b, subject, reply, headers, headersLength, length);
        Block block = blocks.withRoom(most);
        if (small) {
            p = OpEncoder.payload(b, p, payload, offset, length);
            block.add(b, 0, p);
            accepted(block, p, headersLength + length);
        } else {
            block.add(b, 0, p);
            block.add(payload, offset, length);
            block.add((byte) '\r', (byte) '\n');
            accepted(block, p + length + 2, headersLength + length);
        }
    }

    /** As {@link #publish(int, byte[], byte[], Headers, int, byte[], int, int)}, of a buffer whose position stays. */
    void publish(
            int most,
            byte[] subject,
            byte @Nullable [] reply,
            @Nullable Headers headers,
            int headersLength,
            ByteBuffer payload) {
        int length = payload.remaining();
        byte[] b = lineWithRoom(most - length);
        int p = head(b, subject, reply, headers, headersLength, length);
        Block block = blocks.withRoom(most);
        block.add(b, 0, p);
        block.add(payload);
        block.add((byte) '\r', (byte) '\n');
        accepted(block, p + length + 2, headersLength + length);
    }

    private static int head(
            byte[] b,
            byte[] subject,
            byte @Nullable [] reply,
            @Nullable Headers headers,
            int headersLength,
            int length) {
        int p = OpEncoder.publishLine(b, 0, subject, reply, headersLength, length);
        return headers == null ? p : headers.writeTo(b, p);
    }

    private byte[] lineWithRoom(int bytes) {
        if (bytes > line.length) {
            line = new byte[Math.max(bytes, 2 * line.length)];
        }
        return line;
    }

    private void accepted(Block block, int bytes, int contentBytes) {
        block.countMessage();
        addedBytes += bytes;
        accepted++;
        acceptedBytes += contentBytes;
    }

    /** Adds another op. */
    void add(byte[] op) {
        blocks.withRoom(op.length).add(op, 0, op.length);
        addedBytes += op.length;
    }

    /** Puts ops in front, none of them a publish. */
    void addFirst(byte[] ops) {
        if (ops.length > 0) {
            blocks.addFirst(Block.of(ops));
            addedBytes += ops.length;
        }
    }

    /** Whether a caller that has just added {@code bytes} finds a block full, since as much would find no room in it. */
    boolean isBlockFull(int bytes) {
        return blocks.isBlockFull(bytes);
    }

    /** The block to write from; null: nothing is left. By the writer. */
    @Nullable
    Block next() {
        return blocks.next();
    }

    /** So many bytes of {@link #next} were written. By the writer, without the lock. */
    void wrote(int bytes) {
        doneBytes += bytes;
        writtenBytes += bytes;
    }

    /** Bytes that wait. */
    long waiting() {
        return addedBytes - doneBytes;
    }

    /** Publishes that wait. */
    int waitingMessages() {
        return blocks.waitingMessages();
    }

    /** Bytes written since the connection was made. Any thread. */
    long written() {
        return writtenBytes;
    }

    /** Publishes accepted since the connection was made. */
    long accepted() {
        return accepted;
    }

    /** Bytes of headers and payloads accepted with them. */
    long acceptedBytes() {
        return acceptedBytes;
    }

    /** Forgets what waits; without a writer. */
    void clear() {
        blocks.clear();
        doneBytes = addedBytes;
    }

    /** Lets go of memory that is not needed. */
    void trim() {
        blocks.trim();
        if (line.length > Blocks.BLOCK_BYTES) {
            line = NOTHING;
        }
    }

    /**
     * Keeps of what waits the whole publishes alone, one that was cut in the middle included; without a writer.
     *
     * @param finishing whether the op cut in the middle is finished on the old link, and so is not kept
     */
    Unsent compact(boolean finishing) {
        int written = blocks.written();
        List<byte[]> all = blocks.takeAll();
        byte[] first = all.isEmpty() ? NOTHING : all.get(0);
        int cut = finishing ? Unsent.opEnd(first, written) : written;
        Unsent unsent = Unsent.of(all, cut, java.util.Arrays.copyOfRange(first, written, cut));
        doneBytes = addedBytes;
        unsent.forEachPublish((bytes, start, length) -> {
            Block block = blocks.withRoom(length);
            block.add(bytes, start, length);
            block.countMessage();
            addedBytes += length;
        });
        return unsent;
    }
}
