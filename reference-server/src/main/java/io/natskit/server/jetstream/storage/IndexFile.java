// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * All that a store had in memory when it was closed, in one file, so that the next start reads no block. It holds only beside the blocks
 * that it names, each with its salt and its length: whatever changes a store makes a block longer, or another one. A start
 * deletes it. It is not written while something is damaged or lost, so that the next start sees that too.
 *
 * <pre>
 * frames, each of them behind its length and its checksum; in them, one after another:
 *   the head     magic, messages, first, last, time of the last, subjects, expiries, blocks
 *   blocks       number, salt, length of the file, end, records, last sequence, flags
 *   subjects     length, bytes
 *   messages     (size × 4 + flags) [sequences left out] [block, position] subject; a position only where it does not follow from the last
 *   expiries     sequence, time
 * </pre>
 */
final class IndexFile {
    static final int MAGIC = 0x31584449;

    // flags of a block
    static final int SUMMARIZED = 1;
    static final int WITH_HEADERS = 2;

    // flags of a message
    static final int GAP = 1;
    static final int JUMP = 2;
    static final int FLAG_BITS = 2;

    private IndexFile() {}

    static Path path(FileMessageStore store) {
        return store.folder.resolve("index");
    }

    /** Writes the index of a store that was closed; fails when it is hurried. */
    static void write(FileMessageStore store, BooleanSupplier hurried) throws IOException {
        Replacement.write(store.disk, path(store), file -> {
            FrameWriter frames = new FrameWriter(file, hurried);
            new IndexWriter(store, frames).write();
            frames.end();
        });
    }

    // one that stays would hold for these blocks alone, and they change
    private static void delete(FileMessageStore store, Path path) {
        try {
            store.disk.delete(path);
        } catch (IOException e) {
            store.events.damaged(path, "cannot be deleted: " + e.getMessage());
        }
    }

    /** Fills the index of a store from its file, and says in each block what is known of it. Answers false, and changes nothing, if no file holds. */
    static boolean read(FileMessageStore store, List<Block> blocks) throws IOException {
        Path path = path(store);
        if (!store.disk.exists(path)) {
            return false;
        }
        boolean loaded = false;
        try (DiskFile file = store.disk.open(path)) {
            if (FrameReader.isWhole(file)) {
                loaded = new IndexLoader(store, blocks, new FrameReader(file)).load();
            } else {
                store.events.damaged(path, "is damaged; the blocks are read instead");
            }
        } catch (IOException e) {
            store.events.damaged(path, "cannot be read; the blocks are read instead: " + e.getMessage());
        }
        delete(store, path);
        return loaded;
    }
}
