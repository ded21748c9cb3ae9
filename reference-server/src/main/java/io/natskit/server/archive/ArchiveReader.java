// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads an archive of version 2 as it arrives, in pieces of any size. Keeps the head of one entry; contents are passed on. Confined to one
 * thread; unusable after an {@link ArchiveException}.
 */
public final class ArchiveReader {
    private static final byte[] MAGIC = "NATSARC1".getBytes(StandardCharsets.US_ASCII);
    private static final int NAME_MAX = 1 << 20;
    private static final int NUMBERS = 5; // length of the name, time, sequence, length of headers, of payload
    private static final int VARINT_SHIFT_MAX = 63;

    /** Takes the entries. */
    public interface Entries {
        /** An entry begins; its headers and payload follow. */
        void begin(ArchiveEntry entry);

        /** The next bytes of its headers and payload; the array is used again after the call. */
        void content(byte[] from, int offset, int length);

        /** The entry is complete. */
        void end();
    }

    private final Entries entries;
    private final long contentMax;
    private final long[] numbers = new long[NUMBERS];
    private int magicSeen;
    private int number; // which is being read; NUMBERS when the name follows
    private int shift;
    private byte[] name = new byte[64];
    private int nameFilled;
    private long contentLeft;
    private boolean inContent;
    private boolean ended;

    /** At the beginning of an archive; an entry with more content than {@code contentMax} bytes is refused. */
    public ArchiveReader(Entries entries, long contentMax) {
        this.entries = entries;
        this.contentMax = contentMax;
    }

    /** Takes the next bytes. What follows the mark at the end is refused. */
    public void feed(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            require(!ended, "bytes after the end");
            if (magicSeen < MAGIC.length) {
                require(bytes[at++] == MAGIC[magicSeen++], "another beginning than NATSARC1");
            } else if (inContent) {
                int taken = (int) Math.min(contentLeft, end - at);
                entries.content(bytes, at, taken);
                at += taken;
                contentLeft -= taken;
                completeIfRead();
            } else if (number < NUMBERS) {
                number(bytes[at++]);
            } else {
                int taken = Math.min((int) numbers[0] - nameFilled, end - at);
                keepName(bytes, at, taken);
                at += taken;
                beginIfNamed();
            }
        }
    }

    /** The archive is over: throws {@link ArchiveException} unless the mark at its end was there. */
    public void finish() {
        require(ended, "no mark at its end: it was cut");
    }

    private void number(byte next) {
        require(
                shift < VARINT_SHIFT_MAX || (shift == VARINT_SHIFT_MAX && (next & 0xff) <= 1),
                "a number above 64 bits");
        numbers[number] |= (next & 0x7fL) << shift;
        shift += 7;
        if (next < 0) {
            return;
        }
        shift = 0;
        if (++number == NUMBERS) {
            numbers[1] = numbers[1] >>> 1 ^ -(numbers[1] & 1);
            require(
                    numbers[0] >= 0 && numbers[0] <= NAME_MAX,
                    "a name of " + Long.toUnsignedString(numbers[0]) + " bytes");
            boolean fits = numbers[3] >= 0
                    && numbers[4] >= 0
                    && numbers[3] <= contentMax
                    && numbers[4] <= contentMax - numbers[3];
            require(fits, "an entry above " + contentMax + " bytes");
            nameFilled = 0;
            beginIfNamed();
        }
    }

    private void keepName(byte[] bytes, int at, int count) {
        if (name.length - nameFilled < count) {
            name = Arrays.copyOf(name, Math.max(name.length * 2, nameFilled + count));
        }
        System.arraycopy(bytes, at, name, nameFilled, count);
        nameFilled += count;
    }

    private void beginIfNamed() {
        if (nameFilled < numbers[0]) {
            return;
        }
        ArchiveEntry entry =
                new ArchiveEntry(Arrays.copyOf(name, nameFilled), numbers[1], numbers[2], numbers[3], numbers[4]);
        contentLeft = entry.headersLength() + entry.payloadLength();
        inContent = true;
        ended = entry.isEnd();
        Arrays.fill(numbers, 0);
        number = 0;
        entries.begin(entry);
        completeIfRead();
    }

    private void completeIfRead() {
        if (contentLeft == 0) {
            inContent = false;
            entries.end();
        }
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new ArchiveException("archive with " + problem);
        }
    }
}
