// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what a file store does beside its work, one piece at a time. Confined to the owner's thread. */
final class Upkeep {
    /** Less than this is not worth a rewrite. */
    private static final int WASTE_FLOOR = 64 << 10;

    private final FileMessageStore store;
    private @Nullable Compaction compaction;
    private @Nullable Block examined;
    private boolean resting;

    Upkeep(FileMessageStore store) {
        this.store = store;
    }

    @Nullable
    Step plan() {
        if (isBusy()) {
            throw new IllegalStateException("upkeep is under way (expected: finished)");
        }
        List<Block> run = resting ? List.of() : toRewrite();
        if (!run.isEmpty()) {
            compaction = new Compaction(store, this, run);
            return compaction;
        }
        for (Block block : store.blocks.all()) {
            boolean still = block.full && block.synced == block.end;
            if (still && (!block.verified || (!block.summarized && !block.damaged))) {
                examined = block;
                return new Examination(block);
            }
        }
        return null;
    }

    boolean isBusy() {
        return compaction != null || examined != null;
    }

    boolean isBusyWith(Block block) {
        Compaction current = compaction;
        return block == examined || (current != null && current.run.contains(block));
    }

    /** Its content was overwritten in a block; a copy of the block may be under way. */
    void erased(FileSync.Erase erase) {
        Compaction current = compaction;
        if (erase.block().compressed) {
            erase.block().unclean = true;
        }
        if (current != null && current.run.contains(erase.block())) {
            current.eraseToo(erase);
        }
    }

    /** A rewrite failed; there is no other before a sync has shown that the disk takes something. */
    void rest() {
        resting = true;
    }

    void goOn() {
        resting = false;
    }

    void done() {
        compaction = null;
        examined = null;
    }

    private List<Block> toRewrite() {
        List<Block> run = new ArrayList<>();
        long kept = 0;
        for (Block block : store.blocks.all()) {
            boolean still = block.full && block.synced == block.end && block != store.blocks.last();
            boolean small = block.liveBytes * 4L < store.options().blockBytes();
            if (!run.isEmpty()
                    && still
                    && kept + block.liveBytes <= store.options().blockBytes() / 2) {
                run.add(block);
                kept += block.liveBytes;
                continue;
            }
            if (worthIt(run)) {
                return run;
            }
            run.clear();
            kept = 0;
            if (still && (small || wasteful(block) || block.unclean || toCompress(block))) {
                run.add(block);
                kept = block.liveBytes;
            }
        }
        if (!worthIt(run)) {
            run.clear();
        }
        return run;
    }

    private boolean worthIt(List<Block> run) {
        if (run.size() > 1) {
            return true;
        }
        for (Block block : run) {
            if (wasteful(block) || block.unclean || toCompress(block)) {
                return true;
            }
        }
        return false;
    }

    private boolean wasteful(Block block) {
        int waste = block.end - block.liveBytes;
        return waste >= WASTE_FLOOR && waste > block.liveBytes && block.records > block.live;
    }

    private boolean toCompress(Block block) {
        return store.options().compressed() && !block.compressed;
    }

    /** Reads a full block from end to end: writes its summary, and finds what is damaged. */
    private final class Examination implements Step {
        private final Block block;
        private final int end;
        private final List<long[]> damaged = new ArrayList<>();
        private boolean bytesDamaged;
        private boolean summarized;
        private @Nullable IOException problem;

        Examination(Block block) {
            this.block = block;
            end = block.end;
        }

        @Override
        public void run() {
            try {
                Damage check = new Damage((sequence, position) -> damaged.add(new long[] {sequence, position}));
                try (DiskFile file = store.disk.open(block.path)) {
                    new BlockScanner(Blocks.contentOf(block, file), block.salt, end)
                            .scan(BlockFormat.DATA_START, check);
                }
                bytesDamaged = check.bytesDamaged;
                summarized = damaged.isEmpty()
                        && !bytesDamaged
                        && (block.summarized || BlockSummary.write(store.disk, block, block.summaryPath(), end));
            } catch (IOException e) {
                problem = e;
            }
        }

        @Override
        public void finish() {
            done();
            block.verified = true;
            // also by the record of a message that was removed: nothing is lost, and a second look finds the same
            block.damaged |= !summarized;
            if (problem != null) {
                store.events.damaged(block.path, "cannot be read: " + problem.getMessage());
            }
            for (long[] each : damaged) {
                long place = FileMessageStore.place(block.number, (int) each[1]);
                if (store.index().sequences().contains(each[0])
                        && store.index().sequences().place(each[0]) == place) {
                    store.lose(each[0], store.index().sequences().size(each[0]), block, (int) each[1]);
                }
            }
            block.summarized = summarized;
            if (bytesDamaged) {
                // what has no head any more is found by reading what should be there
                loseUnreadable();
            }
        }

        private void loseUnreadable() {
            StoredMessage message = new StoredMessage();
            MessageIndex index = store.index();
            for (long at = index.sequences().next(block.base);
                    at != 0 && at <= block.lastSequence;
                    at = index.sequences().next(at + 1)) {
                if ((int) (index.sequences().place(at) >>> 32) == block.number) {
                    store.read(at, message);
                }
            }
        }
    }
}
