// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a store has: from the index of an orderly close, else from its blocks in the order of their numbers, or their summaries. Each sequence from the first to the
 * last must be told of, as a message or as deleted; one that nobody tells of is lost.
 */
final class Recovery implements BlockEvents {
    /** No stream gets there; a number above it is damage, and sums of smaller ones do not overflow. */
    private static final long SEQUENCE_MAX = 1L << 62;

    private final FileMessageStore store;
    private final MessageIndex index;
    private final List<Block> found = new ArrayList<>();
    private final SequenceRanges missing = new SequenceRanges();
    private final SequenceRanges deletedAhead = new SequenceRanges();
    private long first;
    private long expected = 1;
    private long lastTimestamp;

    // the block that is being told
    private Block block;
    private long voidFrom = Long.MAX_VALUE;

    Recovery(FileMessageStore store) {
        this.store = store;
        index = store.index();
        block = new Block(0, 0, 1, 0, false, store.folder);
    }

    void run() throws IOException {
        int highest = findBlocks();
        dropCovered();
        boolean indexed = IndexFile.read(store, found);
        for (int i = 0; i < found.size(); i++) {
            Block each = found.get(i);
            each.full = i + 1 < found.size() || each.compressed || !store.disk.continuesFiles();
            store.blocks.put(each);
        }
        if (!indexed) {
            readBlocks();
        }
        Block last = found.isEmpty() ? null : found.get(found.size() - 1);
        store.recovered(last, highest + 1);
    }

    private void readBlocks() throws IOException {
        if (!found.isEmpty()) {
            first = found.get(0).base;
            expected = found.get(0).base;
        }
        long[] lowestLaterBase = new long[found.size() + 1];
        lowestLaterBase[found.size()] = Long.MAX_VALUE;
        for (int i = found.size() - 1; i >= 0; i--) {
            lowestLaterBase[i] = Math.min(lowestLaterBase[i + 1], found.get(i).base);
        }
        for (int i = 0; i < found.size(); i++) {
            block = found.get(i);
            voidFrom = lowestLaterBase[i + 1];
            load(i + 1 == found.size());
            settleAhead(voidFrom - 1);
            block.lastSequence = Math.max(block.lastSequence, expected - 1);
            block.close();
        }
        settle();
    }

    // A rewritten block tells at its start what it left out; the end of that may lie behind its last message.
    private void settleAhead(long blockEnd) {
        deletedAhead.forEach((from, to) -> {
            missing.remove(from, to);
            long end = Math.min(to, blockEnd);
            if (end >= expected && from <= end) {
                missing.add(expected, from - 1);
                expected = end + 1;
            }
        });
        deletedAhead.clear();
    }

    private int findBlocks() throws IOException {
        int highest = 0;
        for (String name : store.disk.list(store.folder)) {
            Path path = store.folder.resolve(name);
            if (Replacement.isOne(name)) {
                store.disk.delete(path);
            }
            int number = Block.numberOf(name);
            if (number >= 0) {
                highest = Math.max(highest, number);
                Block opened = openHead(path, number);
                if (opened != null) {
                    found.add(opened);
                }
            }
        }
        return highest;
    }

    private @Nullable Block openHead(Path path, int number) throws IOException {
        byte[] head = new byte[BlockFormat.DATA_START];
        int length;
        try (DiskFile file = store.disk.open(path)) {
            length = file.read(0, head, 0, head.length);
        }
        int at = BlockFormat.findBlockHead(head, length);
        if (at < 0 || Bytes.getInt(head, at + 8) != number) {
            // nothing was durable in a block whose head is not; but nothing is thrown away on a guess
            store.events.damaged(path, "no block: its head is damaged; it is set aside");
            store.disk.rename(path, path.resolveSibling(path.getFileName() + ".damaged"));
            return null;
        }
        boolean compressed = (Bytes.getInt(head, at + 4) & BlockFormat.COMPRESSED) != 0;
        int covers = Bytes.getInt(head, at + 12);
        return new Block(
                number, covers, Bytes.getLong(head, at + 16), Bytes.getInt(head, at + 24), compressed, store.folder);
    }

    // what is left over from a rewrite of several blocks into one
    private void dropCovered() throws IOException {
        int covered = 0;
        for (Block each : List.copyOf(found)) {
            if (each.number <= covered) {
                found.remove(each);
                store.disk.delete(each.path);
                store.disk.delete(each.summaryPath());
            } else {
                covered = Math.max(covered, each.covers);
            }
        }
    }

    private void load(boolean last) throws IOException {
        try (DiskFile file = store.disk.open(block.path)) {
            BlockContent content = Blocks.contentOf(block, file);
            long length = content.length();
            int covered = BlockSummary.read(store.disk, block.summaryPath(), block.salt, length, this);
            block.summarized = covered > 0 && (block.full || covered == length);
            block.verified = covered == 0;
            long whole = length;
            if (covered < length) {
                int from = Math.max(covered, BlockFormat.DATA_START);
                Tolerant events = new Tolerant(this, last, length);
                whole = new BlockScanner(content, block.salt, length).scan(from, events);
                if (covered > 0) {
                    block.summarized = false;
                }
            }
            block.end = (int) whole;
            if (last && !block.compressed && whole < length) {
                file.truncate(whole);
                file.sync();
            }
            block.synced = block.summarized && block.full ? block.end : 0;
        }
    }

    // ---- events

    @Override
    public void message(long sequence, ByteRange subject, int position, int length, int flags, long expiresNanos) {
        block.records++;
        block.withHeaders |= (flags & BlockFormat.WITH_HEADERS) != 0;
        boolean known = sequence < expected && sequence >= first;
        if (sequence >= voidFrom || known || isNone(sequence) || subject.isEmpty()) {
            return;
        }
        pass(sequence);
        if (sequence < first || deletedAhead.contains(sequence)) {
            return;
        }
        index.add(
                sequence,
                subject.array(),
                subject.offset(),
                subject.length(),
                FileMessageStore.place(block.number, position),
                BlockFormat.sizeOf(length, flags));
        block.live++;
        block.liveBytes += length;
        if (expiresNanos != StoredMessage.NEVER) {
            store.expiries().add(expiresNanos, sequence);
        }
    }

    private static boolean isNone(long sequence) {
        return sequence <= 0 || sequence > SEQUENCE_MAX;
    }

    // a sequence is told of; those before it that nobody told of are missing
    private void pass(long sequence) {
        if (sequence >= expected) {
            missing.add(expected, sequence - 1);
            expected = sequence + 1;
        }
    }

    @Override
    public void deleted(long from, long lastDeleted) {
        // what a later block says of the same sequences is newer, and its messages are yet to come
        long to = Math.min(lastDeleted, voidFrom - 1);
        if (from > to || isNone(from) || isNone(lastDeleted)) {
            return;
        }
        long known = Math.min(to, expected - 1);
        if (from <= known) {
            for (long at = index.sequences().next(from);
                    at != 0 && at <= known;
                    at = index.sequences().next(at + 1)) {
                store.settle(at);
                index.remove(at);
            }
            missing.remove(from, known);
        }
        if (to >= expected) {
            if (from <= expected) {
                expected = to + 1;
            } else {
                deletedAhead.add(from, to);
            }
        }
    }

    @Override
    public void state(long newFirst, long last, long lastTimestampNanos) {
        if (newFirst > SEQUENCE_MAX || last > SEQUENCE_MAX) {
            return;
        }
        if (newFirst > first) {
            first = newFirst;
            while (index.messages() > 0 && index.first() < first) {
                store.settle(index.first());
                index.remove(index.first());
            }
            missing.remove(0, first - 1);
            expected = Math.max(expected, first);
        }
        // the last sequence was given, which tells of no message: it too may be lost
        long given = Math.min(last, voidFrom - 1);
        if (given >= expected) {
            missing.add(expected, given);
            expected = given + 1;
        }
        if (lastTimestampNanos != 0) {
            lastTimestamp = lastTimestampNanos;
        }
    }

    @Override
    public void erased(long sequence) {
        block.records++;
        if (sequence < voidFrom) {
            deleted(sequence, sequence);
        }
    }

    @Override
    public void stored(long timestampNanos) {
        lastTimestamp = timestampNanos;
    }

    @Override
    public void damagedMessage(long sequence, int length, int flags, int position) {
        if (sequence >= voidFrom || sequence < expected || isNone(sequence)) {
            return;
        }
        pass(sequence);
        missing.add(sequence, sequence);
        store.lost.add(sequence, BlockFormat.sizeOf(length, flags));
        store.events.damaged(block.path, "the record of message " + sequence + " at byte " + position + " is damaged");
    }

    @Override
    public void damagedBytes(int position, int length) {
        store.events.damaged(block.path, length + " bytes at byte " + position + " are no record");
    }

    private void settle() {
        missing.remove(0, first - 1);
        if (expected > 1 || first > 0) {
            long last = Math.max(expected, first) - 1;
            if (last > index.last() || index.messages() == 0) {
                index.skipTo(last + 1);
            }
        }
        store.lastTimestamp(lastTimestamp);
        store.keepLost(missing);
    }

    /** Takes bytes at the very end, that are no record, for what was on its way when the power went: no damage. */
    private record Tolerant(BlockEvents to, boolean last, long end) implements BlockEvents {
        @Override
        public void message(long sequence, ByteRange subject, int position, int length, int flags, long expires) {
            to.message(sequence, subject, position, length, flags, expires);
        }

        @Override
        public void deleted(long first, long lastDeleted) {
            to.deleted(first, lastDeleted);
        }

        @Override
        public void state(long first, long lastGiven, long lastTimestampNanos) {
            to.state(first, lastGiven, lastTimestampNanos);
        }

        @Override
        public void erased(long sequence) {
            to.erased(sequence);
        }

        @Override
        public void stored(long timestampNanos) {
            to.stored(timestampNanos);
        }

        @Override
        public void damagedMessage(long sequence, int length, int flags, int position) {
            to.damagedMessage(sequence, length, flags, position);
        }

        @Override
        public void damagedBytes(int position, int length) {
            if (!last || position + (long) length < end) {
                to.damagedBytes(position, length);
            }
        }
    }
}
