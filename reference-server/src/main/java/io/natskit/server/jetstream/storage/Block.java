// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One block of a store and what is known of it. Confined to the owner's thread; steps work with copies of what they need. */
final class Block {
    final int number;

    /** The highest number of a block that this one replaces, its own if it replaces none. */
    final int covers;

    /** No message in it is below this; messages of older blocks at or above it are void. */
    final long base;

    final int salt;
    final boolean compressed;
    final Path path;

    // while its file is open
    @Nullable
    DiskFile file;

    @Nullable
    BlockContent content;

    /** Where its records end, and the file's next write goes. */
    int end = BlockFormat.DATA_START;

    /** Up to where it is durable. */
    int synced;

    /** A sync is under way on its open file. */
    boolean pinned;

    /** Its name and those of the blocks it replaced are durable, so nothing that it left out can come back. */
    boolean settled;

    /** An erased message is in it that cannot be overwritten in place. */
    boolean unclean;

    /** Nothing is written to it any more. */
    boolean full;

    /** Its summary is written. */
    boolean summarized;

    /** Something in it is not readable; it gets no summary, so that the next start sees it too. */
    boolean damaged;

    /** All its records were read and found whole, or reported, since the store was opened. */
    boolean verified;

    /** A message in it has headers, or had. */
    boolean withHeaders;

    // message records in the file, and those of messages that are still there
    int records;
    int live;
    int liveBytes;

    /** The highest sequence it says something of. */
    long lastSequence;

    Block(int number, int covers, long base, int salt, boolean compressed, Path folder) {
        this.number = number;
        this.covers = covers;
        this.base = base;
        this.salt = salt;
        this.compressed = compressed;
        path = folder.resolve(fileName(number));
        lastSequence = base - 1;
    }

    static String fileName(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(10 - digits.length()) + digits + ".blk";
    }

    /** The number in a file name, −1 if it is not that of a block. */
    static int numberOf(String fileName) {
        long number = fileName.length() == 14 ? Folders.number("", fileName, ".blk", 10) : -1;
        return number > Integer.MAX_VALUE ? -1 : (int) number;
    }

    Path summaryPath() {
        return path.resolveSibling(Block.fileName(number).replace(".blk", ".sum"));
    }

    /** Back to what its head alone says. */
    void forgetMessages() {
        end = BlockFormat.DATA_START;
        synced = 0;
        records = 0;
        live = 0;
        liveBytes = 0;
        summarized = false;
        withHeaders = false;
        lastSequence = base - 1;
    }

    void close() {
        DiskFile open = file;
        if (open != null) {
            open.close();
        }
        file = null;
        content = null;
    }
}
