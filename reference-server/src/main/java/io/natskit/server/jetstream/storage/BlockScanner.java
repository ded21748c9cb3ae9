// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;

/**
 * Reads the records of a block one after another. Where the bytes are no record it looks for the next one: the checksum of the head tells.
 * One thread.
 */
final class BlockScanner {
    private static final int WINDOW = 1 << 20;

    private final BlockContent content;
    private final int salt;
    private final long end;
    private final ByteRange subject = new ByteRange();

    // the bytes from start to start + filled
    private byte[] window;
    private long start;
    private int filled;

    BlockScanner(BlockContent content, int salt, long end) {
        this.content = content;
        this.salt = salt;
        this.end = end;
        window = new byte[(int) Math.min(WINDOW, Math.max(1, end))];
    }

    /** Tells every record from {@code from} on; answers where the last whole one ends. */
    long scan(long from, BlockEvents events) throws IOException {
        long position = from;
        long whole = from;
        long damagedFrom = -1;
        boolean repair = true;
        while (position + BlockFormat.HEAD <= end) {
            int at = require(position, BlockFormat.HEAD);
            int length = wholeAt(at, position, repair);
            if (length == 0) {
                damagedFrom = damagedFrom < 0 ? position : damagedFrom;
                repair = false;
                position++;
                continue;
            }
            if (damagedFrom >= 0) {
                events.damagedBytes((int) damagedFrom, (int) (position - damagedFrom));
                damagedFrom = -1;
            }
            repair = true;
            tell(require(position, length), (int) position, length, events);
            position += length;
            whole = position;
        }
        if (whole < end) {
            events.damagedBytes((int) whole, (int) (end - whole));
        }
        return whole;
    }

    // the length of the record here, 0 if there is none
    private int wholeAt(int at, long position, boolean repair) throws IOException {
        if (BlockFormat.headFits(window, at, salt)) {
            int length = BlockFormat.lengthAt(window, at);
            return position + length <= end ? length : 0;
        }
        if (!repair || !BlockFormat.repairHead(window, at, salt)) {
            return 0;
        }
        int length = BlockFormat.lengthAt(window, at);
        if (position + length > end) {
            return 0;
        }
        int again = require(position, length);
        if (again != at && !BlockFormat.repairHead(window, again, salt)) {
            return 0;
        }
        return BlockFormat.bodyFits(window, again) ? length : 0;
    }

    private void tell(int at, int position, int length, BlockEvents events) {
        if (!BlockFormat.headFits(window, at, salt)) {
            BlockFormat.repairHead(window, at, salt);
        }
        byte kind = BlockFormat.kindAt(window, at);
        int flags = BlockFormat.flagsAt(window, at);
        long sequence = BlockFormat.sequenceAt(window, at);
        boolean whole = BlockFormat.bodyFits(window, at)
                || ((kind == BlockFormat.DELETED || kind == BlockFormat.STATE) && BlockFormat.repairBody(window, at));
        if (kind == BlockFormat.MESSAGE || kind == BlockFormat.ERASED) {
            events.stored(BlockFormat.timestampAt(window, at));
        }
        if (kind == BlockFormat.ERASED) {
            events.erased(sequence);
        } else if (kind == BlockFormat.MESSAGE && !whole) {
            events.damagedMessage(sequence, length, flags, position);
        } else if (!whole) {
            events.damagedBytes(position, length);
        } else if (kind == BlockFormat.MESSAGE) {
            subject.set(window, at + BlockFormat.subjectOffset(flags), BlockFormat.subjectLengthAt(window, at));
            events.message(sequence, subject, position, length, flags, BlockFormat.expiryAt(window, at));
        } else if (kind == BlockFormat.DELETED) {
            for (int i = at + BlockFormat.HEAD; i + 16 <= at + length; i += 16) {
                events.deleted(Bytes.getLong(window, i), Bytes.getLong(window, i + 8));
            }
        } else if (length >= BlockFormat.HEAD + 24) {
            int body = at + BlockFormat.HEAD;
            events.state(
                    Bytes.getLong(window, body), Bytes.getLong(window, body + 8), Bytes.getLong(window, body + 16));
        }
    }

    // Brings bytes into the window; answers where they are in it.
    private int require(long position, int length) throws IOException {
        if (position >= start && position + length <= start + filled) {
            return (int) (position - start);
        }
        if (length > window.length) {
            window = new byte[length + WINDOW / 4];
        }
        start = position;
        filled = content.read(position, window, 0, (int) Math.min(window.length, end - position));
        if (filled < length) {
            throw new IOException("block: " + filled + " bytes at " + position + " (expected: " + length + ")");
        }
        return 0;
    }
}
