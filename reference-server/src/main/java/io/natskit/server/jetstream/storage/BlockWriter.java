// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the newest block of a store, and begins another when it is full. Messages are written at once, what was removed with the next
 * {@link #writeAll}. Confined to the owner's thread.
 */
final class BlockWriter {
    private final FileMessageStore store;
    private final Tail tail = new Tail();
    private @Nullable Block active;
    private int nextNumber = 1;

    // what the files do not know yet
    private final PendingRemovals removals = new PendingRemovals();
    private boolean stateChanged;
    private long flushedLast;

    BlockWriter(FileMessageStore store) {
        this.store = store;
    }

    /** After a start, which found these blocks: the last one goes on if it is not full. */
    void goOn(@Nullable Block last, int next) {
        nextNumber = next;
        flushedLast = store.index().last();
        if (last != null && !last.full) {
            active = last;
            tail.begin(last, last.end);
        }
    }

    /** The block that is written to; null: the next record begins one. */
    @Nullable
    Block active() {
        return active;
    }

    int nextNumber() {
        return nextNumber;
    }

    /** The last sequence that a file knows, or knew before it could not be written. */
    long flushedLast() {
        return flushedLast;
    }

    // ---- writing

    /** Appends a message; answers its place. */
    long put(long sequence, StoredMessage message) throws IOException {
        int length = BlockFormat.messageLength(message);
        Block block = room(length, sequence);
        int at = tail.reserve(length, file(block));
        BlockFormat.putMessage(tail.bytes(), at, length, sequence, message, block.salt);
        int position = tail.took(length);
        block.end = position + length;
        block.records++;
        block.live++;
        block.liveBytes += length;
        block.lastSequence = sequence;
        block.withHeaders |= !message.headers().isEmpty();
        return FileMessageStore.place(block.number, position);
    }

    /** These are gone, which has to be told. */
    void removed(long first, long last) {
        removals.add(first, last);
    }

    /** The first or the last sequence is another, which has to be told. */
    void stateChanged() {
        stateChanged = true;
    }

    /** All are gone: the first sequence alone tells it. */
    void allRemoved() {
        removals.clear();
        stateChanged = true;
    }

    /** Brings everything to the files; {@link #told} is to follow if that went well. */
    void writeAll() throws IOException {
        putRemovals();
        Block block = active;
        if (block != null) {
            tail.writeOut(file(block));
        }
    }

    /** The files know everything. */
    void told() {
        removals.clear();
        stateChanged = false;
        flushedLast = store.index().last();
    }

    private void putRemovals() throws IOException {
        if (!stateChanged && removals.isEmpty()) {
            return;
        }
        int ranges = removals.ranges();
        for (int from = 0; from < ranges; ) {
            int length = BlockFormat.HEAD + 16 * Math.min(PendingRemovals.RANGES_MAX, ranges - from);
            Block block = room(length);
            int at = tail.reserve(length, file(block));
            from += removals.put(tail.bytes(), at + BlockFormat.HEAD, from);
            BlockFormat.putPlain(tail.bytes(), at, length, BlockFormat.DELETED, block.salt);
            block.end = tail.took(length) + length;
        }
        if (stateChanged) {
            putState(
                    room(BlockFormat.HEAD + 24),
                    store.toldFirst(),
                    store.index().last());
        }
        Block block = active;
        if (block != null) {
            block.lastSequence = Math.max(block.lastSequence, store.index().last());
        }
    }

    // ---- blocks

    private Block room(int length) throws IOException {
        return room(length, store.index().last() + 1);
    }

    private Block room(int length, long base) throws IOException {
        Block block = active;
        if (block != null
                && (block.records == 0
                        || (long) block.end + length <= store.options().blockBytes())) {
            return block;
        }
        if (block != null) {
            tail.writeOut(file(block));
            block.full = true;
            block.summarized = false;
        }
        return begin(base);
    }

    /** Begins a block. It starts with what holds for all before it, so that those can go. */
    Block begin(long base) throws IOException {
        Block block = new Block(nextNumber++, nextNumber - 1, base, store.newSalt(), false, store.folder);
        store.blocks.put(block);
        active = block;
        store.namesChanged();
        byte[] head = new byte[BlockFormat.DATA_START];
        BlockFormat.putBlockHead(head, 0, block.number, block.covers, base, block.salt);
        tail.begin(block, 0);
        System.arraycopy(head, 0, tail.bytes(), tail.reserve(head.length, file(block)), head.length);
        tail.took(head.length);
        putState(block, Math.min(store.toldFirst(), base), base - 1);
        return block;
    }

    private void putState(Block block, long first, long last) throws IOException {
        int length = BlockFormat.HEAD + 24;
        int at = tail.reserve(length, file(block));
        byte[] into = tail.bytes();
        Bytes.putLong(into, at + BlockFormat.HEAD, first);
        Bytes.putLong(into, at + BlockFormat.HEAD + 8, last);
        Bytes.putLong(into, at + BlockFormat.HEAD + 16, store.lastTimestampNanos());
        BlockFormat.putPlain(into, at, length, BlockFormat.STATE, block.salt);
        block.end = tail.took(length) + length;
    }

    private DiskFile file(Block block) throws IOException {
        return store.blocks.file(block);
    }

    // ---- reading what may not be in the file yet

    /** Where a record is in {@link #found}, −1 if only the file has it. */
    int find(Block block, int position) {
        return tail.find(block, position);
    }

    /** The array of the last {@link #find}. */
    byte[] found() {
        return tail.found;
    }

    // ---- failing

    /** Ends the newest block where its file ends, and gives up the sequences behind {@link #flushedLast}, of which {@code last} was given. */
    void drop(long last) {
        Block block = active;
        if (block != null) {
            block.end = Math.max(tail.dropUnflushed(), Math.min(block.end, BlockFormat.DATA_START));
            block.full = true;
            block.lastSequence = Math.min(block.lastSequence, flushedLast);
        }
        active = null;
        if (last > flushedLast) {
            removals.add(flushedLast + 1, last);
        }
        stateChanged = true;
    }

    /** Deletes the blocks from this number on: their files could not be written. */
    void abandon(int fromNumber) {
        tail.forget();
        active = null;
        for (int number = fromNumber; number < nextNumber; number++) {
            for (Block block : List.copyOf(store.blocks.all())) {
                if (block.number == number) {
                    store.blocks.remove(block);
                }
            }
            try {
                store.disk.delete(store.folder.resolve(Block.fileName(number)));
            } catch (IOException e) {
                store.events.damaged(store.folder, "cannot delete block " + number + ": " + e.getMessage());
            }
        }
    }
}
