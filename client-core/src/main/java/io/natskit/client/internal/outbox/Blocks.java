// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The blocks that wait to be written, in order, and those that are free. Callers add to the last one; an op is never cut between two. A block that was just written is
 * the next to be filled, since it is still in the processor's cache. Guarded by the outbox's lock.
 */
final class Blocks {
    /** What a caller fills and writes: large enough to make a write worth its while, small enough for the caches nearest to a core. */
    static final int BLOCK_BYTES = 64 * 1024;

    private static final int LARGE_STEP_BYTES = 8 * 1024;

    private final int directMax;
    private final long sparesBytesMax;
    private final ArrayDeque<Block> waiting = new ArrayDeque<>();
    private final ArrayDeque<Block> spares = new ArrayDeque<>();
    private final List<Block> largeSpares = new ArrayList<>();
    private int directs;
    private long largeBytes;
    private long largeDirectBytes;
    private @Nullable Block last;

    /** Blocks for {@code bytesMax} waiting bytes outside the heap; what waits beyond that, waits in the heap. */
    Blocks(long bytesMax) {
        this.directMax = (int) Math.min(Integer.MAX_VALUE, bytesMax / BLOCK_BYTES + 2);
        this.sparesBytesMax = bytesMax;
    }

    /** The block to add {@code bytes} to. */
    Block withRoom(int bytes) {
        Block end = last;
        if (end == null || end.room() < bytes) {
            end = bytes <= BLOCK_BYTES ? free() : largeFree(bytes);
            waiting.add(end);
            last = end;
        }
        return end;
    }

    /** Puts ops in front of all that waits. */
    void addFirst(Block block) {
        waiting.addFirst(block);
        if (last == null) {
            last = block;
        }
    }

    /** Whether there is more than a block, or the last has no room for {@code bytes}. */
    boolean isBlockFull(int bytes) {
        Block end = last;
        return waiting.size() > 1 || (end != null && end.room() < bytes);
    }

    /** The block to write from, with what it holds now taken; null: all is written. */
    @Nullable
    Block next() {
        Block first = waiting.peek();
        while (first != null && first.isWritten()) {
            waiting.remove();
            if (first == last) {
                last = null;
            }
            release(first);
            first = waiting.peek();
        }
        if (first != null) {
            first.take();
        }
        return first;
    }

    int waitingMessages() {
        int messages = 0;
        for (Block block : waiting) {
            messages += block.waitingMessages();
        }
        return messages;
    }

    /** Takes out all that waits, also what of the first block was written; only without a writer. */
    List<byte[]> takeAll() {
        List<byte[]> all = new ArrayList<>();
        waiting.forEach(block -> all.add(block.toArray()));
        clear();
        return all;
    }

    /** How many bytes of the first block were written; only without a writer. */
    int written() {
        Block first = waiting.peek();
        return first == null ? 0 : first.written();
    }

    /** Forgets what waits; only without a writer. */
    void clear() {
        waiting.forEach(this::release);
        waiting.clear();
        last = null;
    }

    /** Lets go of memory beyond the next block. */
    void trim() {
        while (spares.size() > 1) {
            directs -= spares.removeLast().isDirect() ? 1 : 0;
        }
        largeSpares.forEach(this::forget);
        largeSpares.clear();
        largeBytes = 0;
    }

    private Block free() {
        Block spare = spares.poll();
        if (spare != null) {
            return spare;
        }
        if (directs < directMax) {
            directs++;
            return Block.direct(BLOCK_BYTES);
        }
        return Block.heap(BLOCK_BYTES);
    }

    private Block largeFree(int bytes) {
        for (int i = largeSpares.size() - 1; i >= 0; i--) {
            if (largeSpares.get(i).capacity() >= bytes) {
                Block spare = largeSpares.remove(i);
                largeBytes -= spare.capacity();
                return spare;
            }
        }
        // a little more, so that it fits the next ones too, and not much more: what waits is as many blocks as the
        // bound has room for, and those are kept
        int rounded = bytes <= 1 << 30 ? (bytes + LARGE_STEP_BYTES) & -LARGE_STEP_BYTES : bytes;
        if (largeDirectBytes + rounded > sparesBytesMax) {
            return Block.heap(rounded);
        }
        largeDirectBytes += rounded;
        return Block.direct(rounded);
    }

    private void forget(Block block) {
        if (block.isDirect()) {
            largeDirectBytes -= block.capacity();
        }
    }

    private void release(Block block) {
        if (block.capacity() == BLOCK_BYTES) {
            block.clear();
            if (block.isDirect()) {
                spares.push(block);
            }
        } else if (block.capacity() > BLOCK_BYTES && largeBytes + block.capacity() <= sparesBytesMax) {
            block.clear();
            largeSpares.add(block);
            largeBytes += block.capacity();
        } else if (block.capacity() > BLOCK_BYTES) {
            forget(block);
        }
    }
}
