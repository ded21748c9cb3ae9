// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fills a store that is being opened from its {@link IndexFile}. On the thread that opens it. */
final class IndexLoader {
    private final FileMessageStore store;
    private final MessageIndex index;
    private final List<Block> blocks;
    private final Map<Integer, Block> byNumber = new HashMap<>();
    private final FrameReader frames;
    private ByteSource frame = new ByteSource(new byte[0], 0, 0);

    IndexLoader(FileMessageStore store, List<Block> blocks, FrameReader frames) {
        this.store = store;
        this.blocks = blocks;
        this.frames = frames;
        index = store.index();
    }

    /** Answers whether it did; if not, the store and the blocks are as they were. */
    boolean load() throws IOException {
        boolean loaded = false;
        try {
            loaded = loadAll();
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            // frames that are whole, and say what cannot be
            store.events.damaged(IndexFile.path(store), "is wrong; the blocks are read instead: " + e.getMessage());
        } finally {
            if (!loaded) {
                index.reset();
                store.expiries().clear();
                blocks.forEach(Block::forgetMessages);
            }
        }
        return loaded;
    }

    private boolean loadAll() throws IOException {
        ByteSource head = source();
        if (head.number() != IndexFile.MAGIC) {
            return false;
        }
        long messages = head.number();
        long first = head.number();
        long last = head.number();
        long lastTimestamp = head.fixedLong();
        long subjects = head.number();
        long expiries = head.number();
        if (head.number() != blocks.size()) {
            return false;
        }
        for (Block block : blocks) {
            if (!load(block)) {
                return false;
            }
            byNumber.put(block.number, block);
        }
        loadSubjects(subjects);
        loadMessages(messages);
        loadExpiries(expiries);
        if (messages > 0 && last > index.last()) {
            index.skipTo(last + 1);
        } else if (messages == 0 && first > 0) {
            index.skipTo(first);
        }
        store.lastTimestamp(lastTimestamp);
        return true;
    }

    private boolean load(Block block) throws IOException {
        ByteSource from = source();
        boolean same = from.number() == block.number & from.fixedInt() == block.salt;
        long length = from.number();
        block.end = Math.toIntExact(from.number());
        block.records = Math.toIntExact(from.number());
        block.lastSequence = from.number();
        long flags = from.number();
        block.summarized = (flags & IndexFile.SUMMARIZED) != 0;
        block.withHeaders = (flags & IndexFile.WITH_HEADERS) != 0;
        block.synced = block.end;
        try (DiskFile file = store.disk.open(block.path)) {
            boolean endIsThere = block.end >= BlockFormat.DATA_START && (block.compressed || block.end <= length);
            return same && endIsThere && file.length() == length;
        }
    }

    private void loadSubjects(long count) throws IOException {
        for (int number = 0; number < count; number++) {
            ByteSource from = source();
            int length = Math.toIntExact(from.number());
            int start = from.skip(length);
            if (index.subjects().findOrAdd(from.bytes(), start, length) != number) {
                throw new IndexOutOfBoundsException("subject " + number + ": twice");
            }
        }
    }

    private void loadMessages(long count) throws IOException {
        int subjects = index.subjects().size();
        Block block = null;
        long sequence = 0;
        long position = 0;
        for (long i = 0; i < count; i++) {
            ByteSource from = source();
            long head = from.number();
            int size = Math.toIntExact(head >>> IndexFile.FLAG_BITS);
            sequence += 1 + ((head & IndexFile.GAP) != 0 ? from.number() : 0);
            if ((head & IndexFile.JUMP) != 0) {
                block = byNumber.get(Math.toIntExact(from.number()));
                position = from.number();
            }
            long subject = from.number();
            if (block == null
                    || position < 0
                    || position > block.end - size - 2L
                    || subject < 0
                    || subject >= subjects
                    || sequence <= index.last()) {
                throw new IndexOutOfBoundsException("message " + sequence + ": it can be nowhere");
            }
            index.add(sequence, (int) subject, FileMessageStore.place(block.number, (int) position), size);
            block.live++;
            block.liveBytes += size + 2;
            position += size + 2;
        }
    }

    private void loadExpiries(long count) throws IOException {
        for (long i = 0; i < count; i++) {
            ByteSource from = source();
            long sequence = from.number();
            store.expiries().add(from.fixedLong(), sequence);
        }
    }

    private ByteSource source() throws IOException {
        if (!frame.hasMore()) {
            ByteSource next = frames.next();
            if (next == null) {
                throw new IndexOutOfBoundsException("frames: no more (expected: one)");
            }
            frame = next;
        }
        return frame;
    }
}
