// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes neighbouring blocks anew as one, without the messages that are gone, compressed if the stream asks for it. The new file takes the
 * place of the first in one instant; the others, which it covers, go with the next sync.
 */
final class Compaction implements Step {
    final List<Block> run;
    private final FileMessageStore store;
    private final Upkeep upkeep;
    private final Block made;
    private final Replacement replacement;
    private final long first;
    private final long[] sequences;
    private final long[] places;
    private final List<FileSync.Erase> erasedMeanwhile = new ArrayList<>();

    private final LostTable lost;

    // ranges of older blocks that still hold what is deleted
    private final SequenceRanges holders = new SequenceRanges();

    // made by run()
    private final int[] newPositions;
    private byte[] out;
    private int end;
    private final List<Integer> unreadable = new ArrayList<>();
    private @Nullable IOException problem;

    Compaction(FileMessageStore store, Upkeep upkeep, List<Block> run) {
        this.store = store;
        this.upkeep = upkeep;
        this.run = List.copyOf(run);
        Block head = run.get(0);
        Block last = run.get(run.size() - 1);
        boolean compressed = store.options().compressed() || run.stream().allMatch(block -> block.compressed);
        // after a failed sync a block may begin below one before it, which is then empty from there on
        long base = run.stream().mapToLong(block -> block.base).min().orElse(head.base);
        made = new Block(head.number, last.covers, base, store.newSalt(), compressed, store.folder);
        // it tells of what was given up before the next block, too
        long nextBase = store.blocks.lowestBaseAfter(last);
        made.lastSequence = nextBase == Long.MAX_VALUE ? last.lastSequence : nextBase - 1;
        made.full = true;
        replacement = new Replacement(store.disk, made.path);
        MessageIndex index = store.index();
        lost = store.lost.copy();
        first = lost.lowest(index.first());
        int live = run.stream().mapToInt(block -> block.live).sum();
        sequences = new long[live];
        places = new long[live];
        newPositions = new int[live];
        int count = 0;
        for (long at = index.sequences().next(made.base);
                at != 0 && count < live;
                at = index.sequences().next(at + 1)) {
            sequences[count] = at;
            places[count++] = index.sequences().place(at);
        }
        for (Block block = store.blocks.first(); block != null && block != head; ) {
            Block after = store.blocks.after(block);
            if (block.records > block.live || !block.settled) {
                holders.add(block.base, (after == null ? head : after).base - 1);
            }
            block = after;
        }
        out = new byte
                [BlockFormat.DATA_START
                        + run.stream().mapToInt(block -> block.liveBytes).sum()
                        + (4 << 10)];
    }

    @Override
    public void run() {
        try {
            end = BlockFormat.DATA_START;
            putState();
            putDeleted();
            copyMessages();
            writeFile();
        } catch (IOException e) {
            problem = e;
        }
    }

    private void putState() {
        int at = room(BlockFormat.HEAD + 24);
        Bytes.putLong(out, at + BlockFormat.HEAD, Math.min(first, made.base));
        Bytes.putLong(out, at + BlockFormat.HEAD + 8, made.base - 1);
        Bytes.putLong(out, at + BlockFormat.HEAD + 16, 0);
        BlockFormat.putPlain(out, at, BlockFormat.HEAD + 24, BlockFormat.STATE, made.salt);
    }

    // What is not in these blocks, and what of older blocks must stay away.
    private void putDeleted() throws IOException {
        PendingRemovals deleted = new PendingRemovals();
        SequenceRanges kept = new SequenceRanges();
        Deletions targets = new Deletions((from, to) -> {
            long last = Math.min(to, made.base - 1);
            holders.forEach((low, high) -> kept.add(Math.max(Math.max(from, first), low), Math.min(last, high)));
        });
        for (Block block : run) {
            try (DiskFile file = store.disk.open(block.path)) {
                new BlockScanner(Blocks.contentOf(block, file), block.salt, block.end)
                        .scan(BlockFormat.DATA_START, targets);
            }
        }
        kept.forEach(deleted::add);
        long expected = made.base;
        for (long sequence : sequences) {
            if (sequence > expected) {
                lost.others(expected, sequence - 1, deleted::add);
            }
            expected = sequence + 1;
        }
        if (expected <= made.lastSequence) {
            lost.others(expected, made.lastSequence, deleted::add);
        }
        int ranges = deleted.ranges();
        for (int from = 0; from < ranges; ) {
            int length = BlockFormat.HEAD + 16 * Math.min(PendingRemovals.RANGES_MAX, ranges - from);
            int at = room(length);
            from += deleted.put(out, at + BlockFormat.HEAD, from);
            BlockFormat.putPlain(out, at, length, BlockFormat.DELETED, made.salt);
        }
    }

    private void copyMessages() throws IOException {
        BlockReader reader = new BlockReader();
        for (Block block : run) {
            try (DiskFile file = store.disk.open(block.path)) {
                BlockContent content = Blocks.contentOf(block, file);
                for (int i = 0; i < sequences.length; i++) {
                    if ((int) (places[i] >>> 32) == block.number && !copy(block, content, reader, i)) {
                        unreadable.add(i);
                    }
                }
            }
        }
    }

    private boolean copy(Block block, BlockContent content, BlockReader reader, int i) throws IOException {
        int position = (int) places[i];
        int at = reader.require(block, content, position, BlockFormat.HEAD);
        if (at < 0 || !headFits(block, reader, at)) {
            return false;
        }
        int length = BlockFormat.lengthAt(reader.bytes, at);
        if (length > block.end - position) {
            return false;
        }
        at = reader.require(block, content, position, length);
        if (at < 0
                || !headFits(block, reader, at)
                || BlockFormat.kindAt(reader.bytes, at) != BlockFormat.MESSAGE
                || BlockFormat.sequenceAt(reader.bytes, at) != sequences[i]
                || !BlockFormat.bodyFits(reader.bytes, at)) {
            return false;
        }
        int into = room(length);
        System.arraycopy(reader.bytes, at, out, into, length);
        BlockFormat.sealHead(out, into, made.salt);
        newPositions[i] = into;
        made.records++;
        made.withHeaders |= (BlockFormat.flagsAt(out, into) & BlockFormat.WITH_HEADERS) != 0;
        return true;
    }

    private static boolean headFits(Block block, BlockReader reader, int at) {
        return BlockFormat.headFits(reader.bytes, at, block.salt)
                || BlockFormat.repairHead(reader.bytes, at, block.salt);
    }

    private void writeFile() throws IOException {
        byte[] head = new byte[BlockFormat.DATA_START];
        int flags = made.compressed ? BlockFormat.COMPRESSED : 0;
        BlockFormat.putBlockHead(head, flags, made.number, made.covers, made.base, made.salt);
        System.arraycopy(head, 0, out, 0, head.length);
        replacement.write(
                file -> {
                    if (made.compressed) {
                        file.write(0, head, 0, head.length);
                        CompressedContent.write(file, out, BlockFormat.DATA_START, end);
                    } else {
                        file.write(0, out, 0, end);
                    }
                },
                true);
        made.end = end;
        made.synced = end;
        out = new byte[0];
    }

    private int room(int length) {
        int at = end;
        if (length > out.length - end) {
            out = Arrays.copyOf(out, Math.max(out.length + out.length / 2, end + length));
        }
        end += length;
        return at;
    }

    /** A message of these blocks was overwritten after it was copied, or may have been. */
    void eraseToo(FileSync.Erase erase) {
        erasedMeanwhile.add(erase);
    }

    @Override
    public void finish() {
        upkeep.done();
        try {
            if (problem != null) {
                throw problem;
            }
            loseUnreadable();
            replacement.put();
        } catch (IOException e) {
            giveUp(e);
            return;
        }
        for (Block block : run) {
            store.blocks.remove(block);
        }
        store.blocks.put(made);
        adopt();
        for (FileSync.Erase erase : erasedMeanwhile) {
            eraseInCopy(erase);
        }
        store.replaced(made, run);
    }

    private void loseUnreadable() {
        SequenceTable table = store.index().sequences();
        for (int i : unreadable) {
            if (table.contains(sequences[i]) && table.place(sequences[i]) == places[i]) {
                Block block = store.blocks.get((int) (places[i] >>> 32));
                store.lose(sequences[i], table.size(sequences[i]), block, (int) places[i]);
            }
        }
    }

    private void adopt() {
        SequenceTable table = store.index().sequences();
        for (int i = 0; i < sequences.length; i++) {
            if (newPositions[i] != 0 && table.contains(sequences[i]) && table.place(sequences[i]) == places[i]) {
                table.place(sequences[i], FileMessageStore.place(made.number, newPositions[i]));
                made.live++;
                made.liveBytes += table.size(sequences[i]) + 2;
            }
        }
    }

    private void eraseInCopy(FileSync.Erase erase) {
        long place = FileMessageStore.place(erase.block().number, erase.position());
        for (int i = 0; i < places.length; i++) {
            if (places[i] == place && newPositions[i] != 0) {
                store.requeue(new FileSync.Erase(made, newPositions[i], erase.size()));
            }
        }
    }

    private void giveUp(IOException e) {
        store.events.damaged(replacement.path(), "a rewrite failed and is given up: " + e.getMessage());
        try {
            replacement.discard();
        } catch (IOException again) {
            store.events.damaged(replacement.path(), "cannot be deleted: " + again.getMessage());
        }
        upkeep.rest();
    }
}
