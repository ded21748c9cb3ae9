// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes durable what was flushed. Then, since it is durable that they are gone, overwrites the contents of erased messages and deletes
 * blocks without messages.
 */
final class FileSync implements Step {
    /** Content to overwrite. */
    record Erase(Block block, int position, int size) {}

    // a full block is opened anew, since the store may close its file meanwhile
    private record Written(Block block, @Nullable DiskFile file, int end) {}

    private final FileMessageStore store;
    private final List<Written> written = new ArrayList<>();
    private final List<Erase> erases;
    private final List<Block> dead;
    private final List<Block> replaced;
    private final List<Block> unsettled;
    private final boolean names;
    private @Nullable IOException problem;

    FileSync(FileMessageStore store, List<Erase> erases, List<Block> replaced, List<Block> unsettled, boolean names) {
        this.store = store;
        this.erases = erases;
        this.replaced = replaced;
        this.unsettled = unsettled;
        this.names = names;
        dead = store.deadBlocks();
        try {
            for (Block block : store.blocks.newestFirst()) {
                boolean durable = block.synced == block.end;
                if (durable && block.full && store.oldBlocksAreDurable()) {
                    break;
                }
                if (!durable && !dead.contains(block)) {
                    block.pinned = !block.full;
                    written.add(new Written(block, block.full ? null : store.blocks.file(block), block.end));
                }
            }
        } catch (IOException e) {
            problem = e;
        }
    }

    @Override
    public void run() {
        if (problem != null) {
            return;
        }
        try {
            for (Written each : written) {
                sync(each);
            }
            if (names) {
                store.disk.syncFolder(store.folder);
            }
            for (Erase erase : erases) {
                overwrite(erase);
            }
            for (Block block : dead) {
                delete(block);
            }
            for (Block block : replaced) {
                delete(block);
            }
        } catch (IOException e) {
            problem = e;
        }
    }

    private void sync(Written each) throws IOException {
        DiskFile file = each.file();
        if (file != null) {
            file.sync();
            return;
        }
        try (DiskFile own = store.disk.open(each.block().path)) {
            own.sync();
        }
    }

    private void delete(Block block) throws IOException {
        store.disk.delete(block.path);
        store.disk.delete(block.summaryPath());
    }

    private void overwrite(Erase erase) throws IOException {
        Block block = erase.block();
        // it names the subject
        store.disk.delete(block.summaryPath());
        if (block.compressed || dead.contains(block)) {
            return;
        }
        try (DiskFile file = store.disk.open(block.path)) {
            byte[] record = new byte[erase.size() + 10];
            int filled = file.read(erase.position(), record, 0, record.length);
            if (filled < BlockFormat.HEAD
                    || !BlockFormat.headFits(record, 0, block.salt)
                    || BlockFormat.kindAt(record, 0) != BlockFormat.MESSAGE) {
                return;
            }
            int length = BlockFormat.lengthAt(record, 0);
            if (length <= record.length) {
                BlockFormat.erase(record, 0, length, block.salt);
                file.write(erase.position(), record, 0, length);
                file.sync();
            }
        }
    }

    @Override
    public void finish() {
        for (Written each : written) {
            each.block().pinned = false;
            if (problem == null) {
                each.block().synced = Math.max(each.block().synced, each.end());
            }
        }
        store.synced(problem, dead, replaced, names);
        unsettled.forEach(block -> block.settled = true);
        for (Erase erase : erases) {
            erase.block().summarized = false;
            store.erased(erase);
        }
    }
}
