// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The end of the newest block on its way to the file: records are written here, leave for the file in one write a flush, and stay to be
 * read by those who follow right behind. Two buffers of a mebibyte at most; a smaller one grows. Confined to the owner's thread.
 */
final class Tail {
    private static final int BUFFER = 1 << 20;

    private @Nullable Block block;
    private byte[] bytes = new byte[1 << 10];
    // where in the block bytes[0] is
    private int start;
    private int end;
    private int flushed;

    private @Nullable Block olderBlock;
    private byte[] older = new byte[0];
    private int olderStart;
    private int olderEnd;

    /** Begins a block, with nothing of it in the file. */
    void begin(Block newBlock, int position) {
        rotate(1);
        block = newBlock;
        start = position;
    }

    /** Makes room; what does not fit any more is written first. */
    int reserve(int length, DiskFile file) throws IOException {
        if (length > bytes.length - end) {
            if (end == 0 || end + length <= BUFFER) {
                grow(length);
            } else {
                writeOut(file);
                int position = start + end;
                rotate(length);
                start = position;
            }
        }
        return end;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Takes in what was written at {@link #reserve}; answers where in the block it is. */
    int took(int length) {
        int position = start + end;
        end += length;
        return position;
    }

    boolean isFlushed() {
        return flushed == end;
    }

    void writeOut(DiskFile file) throws IOException {
        if (flushed < end) {
            file.write(start + flushed, bytes, flushed, end - flushed);
            flushed = end;
        }
    }

    /** Forgets what did not get to the file; answers where the file ends. */
    int dropUnflushed() {
        end = flushed;
        return start + end;
    }

    /** Where a record is in {@link #found}, −1 if it is not here any more. */
    int find(Block wanted, int position) {
        if (wanted == block && position >= start && position < start + end) {
            found = bytes;
            return position - start;
        }
        if (wanted == olderBlock && position >= olderStart && position < olderEnd) {
            found = older;
            return position - olderStart;
        }
        return -1;
    }

    /** The array of the last {@link #find}. */
    byte[] found = older;

    void forget() {
        block = null;
        olderBlock = null;
        end = 0;
        flushed = 0;
    }

    private void grow(int length) {
        byte[] larger = new byte[Math.max(end + length, Math.min(BUFFER, bytes.length * 2))];
        System.arraycopy(bytes, 0, larger, 0, end);
        bytes = larger;
    }

    private void rotate(int length) {
        byte[] spare = older;
        olderBlock = block;
        older = bytes;
        olderStart = start;
        olderEnd = start + flushed;
        bytes = spare.length >= length && spare.length <= BUFFER
                ? spare
                : new byte[Math.max(length, older.length <= BUFFER ? older.length : 1 << 10)];
        end = 0;
        flushed = 0;
    }
}
