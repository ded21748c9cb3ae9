// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store does about a write or a sync that failed (row D8): nothing is taken in until new blocks could be written, and what was not
 * durable is not trusted. Confined to the owner's thread.
 */
final class WriteFailure {
    private final FileMessageStore store;
    private final BlockWriter writer;
    private @Nullable StoreFailedException failure;
    private boolean distrusted;
    private boolean removalsTold;

    WriteFailure(FileMessageStore store, BlockWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    /** Why nothing is taken in; null: it is. */
    @Nullable
    StoreFailedException current() {
        return failure;
    }

    /** A sync failed: what was written since the last one is not trusted. */
    StoreFailedException ofSync(IOException e) {
        distrusted = true;
        removalsTold = false;
        return ofWrite(e);
    }

    /** A write failed: what was appended since the last flush is dropped, and its sequences are given up. */
    StoreFailedException ofWrite(IOException e) {
        StoreFailedException failed = new StoreFailedException("cannot write to the store in " + store.folder, e);
        failure = failed;
        MessageIndex index = store.index();
        long last = index.last();
        for (long at = index.sequences().next(writer.flushedLast() + 1);
                at != 0;
                at = index.sequences().next(at + 1)) {
            store.settle(at);
            index.remove(at);
        }
        writer.drop(last);
        return failed;
    }

    /** Tries new blocks; answers whether the store takes in again. No sync is under way. */
    boolean resume() {
        int number = writer.nextNumber();
        try {
            if (distrusted) {
                rewriteUnsynced();
            } else {
                writer.begin(writer.flushedLast() + 1);
                writer.writeAll();
            }
        } catch (IOException e) {
            writer.abandon(number);
            failure = new StoreFailedException("cannot write to the store in " + store.folder, e);
            store.makeRoom();
            return false;
        }
        failure = null;
        distrusted = false;
        writer.told();
        return true;
    }

    // The operating system may have dropped what it could not write, and call the file clean. So what is not known to
    // be durable is read back, checked, written to new blocks and synced. The old ones end where they were durable.
    private void rewriteUnsynced() throws IOException {
        List<Block> doubtful = new ArrayList<>();
        for (Block block : store.blocks.all()) {
            if (block.synced < block.end) {
                doubtful.add(block);
            }
        }
        long from = store.index().last() + 1;
        for (Block block : doubtful) {
            from = Math.min(from, firstBeyondSynced(block));
            if (!removalsTold) {
                removalsAgain(block);
            }
        }
        if (!removalsTold) {
            gapsAgain(from);
        }
        removalsTold = true;
        int firstMade = writer.nextNumber();
        writer.begin(from);
        long[][] moved = copyFrom(from);
        writer.writeAll();
        for (Block block : store.blocks.all()) {
            if (block.number >= firstMade) {
                store.blocks.file(block).sync();
                block.synced = block.end;
            }
        }
        store.disk.syncFolder(store.folder);
        for (int i = 0; i < moved[0].length; i++) {
            if (moved[1][i] != 0) {
                store.settle(moved[0][i]);
                store.index().sequences().place(moved[0][i], moved[1][i]);
            }
        }
        doubtful.forEach(this::cut);
    }

    private long firstBeyondSynced(Block block) {
        SequenceTable table = store.index().sequences();
        for (long at = table.next(block.base); at != 0; at = table.next(at + 1)) {
            long place = table.place(at);
            if ((int) (place >>> 32) > block.number) {
                break;
            }
            if ((int) (place >>> 32) == block.number && (int) place >= block.synced) {
                return at;
            }
        }
        return Long.MAX_VALUE;
    }

    private void removalsAgain(Block block) throws IOException {
        BlockContent content = store.blocks.content(block);
        int start = Math.max(block.synced, BlockFormat.DATA_START);
        new BlockScanner(content, block.salt, Math.min(block.end, content.length()))
                .scan(start, new Deletions(writer::removed));
    }

    // what the new blocks make void is told anew, whichever block told it
    private void gapsAgain(long from) {
        SequenceTable table = store.index().sequences();
        long expected = Math.max(from, store.toldFirst());
        for (long at = table.next(expected); at != 0; at = table.next(at + 1)) {
            store.lost.others(expected, at - 1, writer::removed);
            expected = at + 1;
        }
        store.lost.others(expected, store.index().last(), writer::removed);
    }

    // Copies messages to the new block or blocks; answers sequences and new places. The index still knows the old ones.
    private long[][] copyFrom(long from) throws IOException {
        SequenceTable table = store.index().sequences();
        int count = Math.toIntExact(table.countFrom(from));
        long[][] moved = new long[2][count];
        StoredMessage message = new StoredMessage();
        int i = 0;
        for (long at = table.next(from); at != 0; at = table.next(at + 1)) {
            if (store.read(at, message)) {
                moved[0][i] = at;
                moved[1][i++] = writer.put(at, message);
            }
        }
        return moved;
    }

    private void cut(Block block) {
        block.full = true;
        block.end = Math.max(block.synced, BlockFormat.DATA_START);
        block.synced = block.end;
        try {
            DiskFile file = store.blocks.file(block);
            if (!block.compressed && file.length() > block.end) {
                file.truncate(block.end);
            }
        } catch (IOException e) {
            store.events.damaged(block.path, "cannot be cut: " + e.getMessage());
        }
    }
}
