// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.archive;

import org.jspecify.annotations.Nullable;

/**
 * Reads a tar (ustar or pax) of regular files as it arrives, in pieces of any size. Keeps one block, and records of at most 64 KiB; contents
 * are passed on. Refuses links, folders, devices, sparse files, names that lead elsewhere ({@code ..}, absolute, with a backslash or a
 * control character), and more content than it was allowed. Confined to one thread; unusable after an {@link ArchiveException}.
 */
public final class TarReader {
    private static final int RECORDS_MAX = 1 << 16;

    /** Takes the files. */
    public interface Files {
        /** A file begins; {@code name} is relative, and without dots for a part. */
        void begin(String name, long size);

        /** The next bytes of its content; the array is used again after the call. */
        void content(byte[] from, int offset, int length);

        /** The file is complete. */
        void end();
    }

    private enum Part {
        HEADER,
        RECORDS,
        CONTENT,
        PADDING,
        END
    }

    private final Files files;
    private final byte[] block = new byte[TarHeader.BLOCK];
    private byte[] records = new byte[0];
    private @Nullable TarRecords pending;
    private Part part = Part.HEADER;
    private boolean wanted; // the content is a file's
    private boolean zeroBefore;
    private int filled;
    private long left;
    private int padding;
    private long room;

    /** At the beginning of a tar; more than {@code totalMax} bytes of content are refused, by what headers claim. */
    public TarReader(Files files, long totalMax) {
        this.files = files;
        this.room = totalMax;
    }

    /** Takes the next bytes. What follows the end is passed over. */
    public void feed(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end && part != Part.END) {
            switch (part) {
                case HEADER -> {
                    int taken = Math.min(TarHeader.BLOCK - filled, end - at);
                    System.arraycopy(bytes, at, block, filled, taken);
                    filled += taken;
                    at += taken;
                    if (filled == TarHeader.BLOCK) {
                        filled = 0;
                        header();
                    }
                }
                case RECORDS -> {
                    int taken = (int) Math.min(left, end - at);
                    System.arraycopy(bytes, at, records, filled, taken);
                    filled += taken;
                    left -= taken;
                    at += taken;
                    recordsIfRead();
                }
                case CONTENT -> {
                    int taken = (int) Math.min(left, end - at);
                    if (wanted) {
                        files.content(bytes, at, taken);
                    }
                    left -= taken;
                    at += taken;
                    contentIfRead();
                }
                default -> {
                    int taken = Math.min(padding, end - at);
                    padding -= taken;
                    at += taken;
                    part = padding == 0 ? Part.HEADER : Part.PADDING;
                }
            }
        }
    }

    /** The tar is over: throws {@link ArchiveException} if that is in the middle of a file. Its end may be missing, as Go allows. */
    public void finish() {
        require(
                part == Part.END || (part == Part.HEADER && filled == 0 && pending == null),
                "end in the middle of a file");
    }

    private void header() {
        if (TarHeader.isZero(block)) {
            part = zeroBefore ? Part.END : Part.HEADER;
            zeroBefore = true;
            return;
        }
        require(!zeroBefore, "a header after a block of zeros");
        TarHeader.check(block);
        char type = TarHeader.type(block);
        switch (type) {
            case 'x' -> beginRecords();
            case 'g' -> {
                wanted = false;
                beginContent(checkedSize(TarHeader.size(block), RECORDS_MAX));
            }
            case '0', 0 -> beginFile();
            default -> throw new ArchiveException("tar entry of type " + (int) type + " (expected: a regular file)");
        }
    }

    private void beginRecords() {
        require(pending == null, "records twice");
        left = checkedSize(TarHeader.size(block), RECORDS_MAX);
        records = new byte[(int) left];
        padding = paddingOf(left);
        part = Part.RECORDS;
        recordsIfRead();
    }

    private void recordsIfRead() {
        if (left == 0) {
            pending = TarRecords.read(records, filled);
            filled = 0;
            part = padding == 0 ? Part.HEADER : Part.PADDING;
        }
    }

    private void beginFile() {
        TarRecords overruling = pending == null ? TarRecords.read(block, 0) : pending;
        pending = null;
        String path = overruling.path();
        String name = path == null ? TarHeader.name(block) : path;
        requireSafe(name);
        long size = checkedSize(overruling.size() < 0 ? TarHeader.size(block) : overruling.size(), room);
        room -= size;
        wanted = true;
        files.begin(name, size);
        beginContent(size);
    }

    private void beginContent(long size) {
        left = size;
        padding = paddingOf(size);
        part = Part.CONTENT;
        contentIfRead();
    }

    private void contentIfRead() {
        if (left == 0) {
            if (wanted) {
                files.end();
            }
            part = padding == 0 ? Part.HEADER : Part.PADDING;
        }
    }

    private static long checkedSize(long size, long max) {
        require(size >= 0 && size <= max, "an entry of " + size + " bytes (expected: at most " + max + ")");
        return size;
    }

    private static int paddingOf(long size) {
        return (int) (-size & TarHeader.BLOCK - 1);
    }

    private static void requireSafe(String name) {
        boolean safe = !name.isEmpty();
        int from = 0;
        for (int i = 0; i <= name.length() && safe; i++) {
            char c = i == name.length() ? '/' : name.charAt(i);
            if (c == '/') {
                String part = name.substring(from, i);
                safe = !part.isEmpty() && !part.equals(".") && !part.equals("..");
                from = i + 1;
            } else {
                safe = c >= ' ' && c != '\\' && c != 0x7f;
            }
        }
        require(safe, "a name that leads elsewhere");
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new ArchiveException("tar with " + problem);
        }
    }
}
