// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The blocks of a store by number, with few of their files open at a time. Confined to the owner's thread. */
final class Blocks {
    private static final int OPEN_MAX = 8;

    private final Disk disk;
    private final TreeMap<Integer, Block> byNumber = new TreeMap<>();
    private final ArrayDeque<Block> open = new ArrayDeque<>();
    private @Nullable Block recent;

    Blocks(Disk disk) {
        this.disk = disk;
    }

    Block get(int number) {
        Block last = recent;
        if (last != null && last.number == number) {
            return last;
        }
        Block block = byNumber.get(number);
        if (block == null) {
            throw new IllegalStateException("block " + number + " is gone");
        }
        recent = block;
        return block;
    }

    Collection<Block> all() {
        return byNumber.values();
    }

    /** The newest first. */
    Collection<Block> newestFirst() {
        return byNumber.descendingMap().values();
    }

    @Nullable
    Block first() {
        return byNumber.isEmpty() ? null : byNumber.firstEntry().getValue();
    }

    @Nullable
    Block last() {
        return byNumber.isEmpty() ? null : byNumber.lastEntry().getValue();
    }

    @Nullable
    Block after(Block block) {
        Map.Entry<Integer, Block> next = byNumber.higherEntry(block.number);
        return next == null ? null : next.getValue();
    }

    /** Where what this block and those before it say becomes void: the lowest base of all behind it. */
    long lowestBaseAfter(Block block) {
        long lowest = Long.MAX_VALUE;
        for (Block each : byNumber.tailMap(block.number, false).values()) {
            lowest = Math.min(lowest, each.base);
        }
        return lowest;
    }

    void put(Block block) {
        byNumber.put(block.number, block);
        recent = null;
    }

    void remove(Block block) {
        byNumber.remove(block.number, block);
        open.remove(block);
        block.close();
        recent = null;
    }

    /** The plain bytes of a block; valid until other blocks were opened. */
    BlockContent content(Block block) throws IOException {
        BlockContent content = block.content;
        if (content != null) {
            return content;
        }
        while (open.size() >= OPEN_MAX && closeOne()) {
            // until there is room
        }
        DiskFile file = disk.open(block.path);
        block.file = file;
        content = contentOf(block, file);
        block.content = content;
        open.add(block);
        return content;
    }

    DiskFile file(Block block) throws IOException {
        content(block);
        DiskFile file = block.file;
        if (file == null) {
            throw new IllegalStateException("block " + block.number + " is not open");
        }
        return file;
    }

    static BlockContent contentOf(Block block, DiskFile file) throws IOException {
        return block.compressed ? new CompressedContent(file) : new PlainContent(file);
    }

    void close() {
        byNumber.values().forEach(Block::close);
        open.clear();
    }

    // the one that is written to stays open, and so does what a sync works on
    private boolean closeOne() {
        for (Block block : open) {
            if (block.full && !block.pinned) {
                open.remove(block);
                block.close();
                return true;
            }
        }
        return false;
    }
}
