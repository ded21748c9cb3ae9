// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import io.natskit.server.jetstream.storage.StreamKeys.FileKey;
import java.io.IOException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/**
 * A file whose bytes are encrypted on their way to the disk (ADR 0008). Positions are those of the plain bytes: behind a head of 64 bytes each byte has
 * its own of the file's key stream, so that what is torn, cut or flipped stays what it was. No byte of the key stream meets two contents: only who
 * begins a file writes at its end, and does not go on once a write has failed or the file was cut. What is overwritten (an erased message) is made of
 * bytes drawn by chance.
 */
final class SealedFile implements DiskFile {
    static final int START = 2 * StreamKeys.HEAD;
    private static final int KEPT = 1 << 20;
    private static final int BLANK = 32;
    private static final byte[] ZEROS = new byte[BLANK];

    private final DiskFile file;
    private final StreamKeys keys;
    private volatile @Nullable FileKey key;

    // while this is the one who began it
    private @Nullable Cipher writing;
    private long next;
    private byte[] sealed = new byte[0];

    SealedFile(DiskFile file, StreamKeys keys) {
        this.file = file;
        this.keys = keys;
    }

    /** Whether a file begins as a sealed one. */
    static boolean isSealed(DiskFile plain) throws IOException {
        byte[] start = new byte[START];
        return StreamKeys.findHead(start, plain.read(0, start, 0, START)) >= 0;
    }

    private @Nullable FileKey key() throws IOException {
        FileKey known = key;
        if (known == null) {
            byte[] start = new byte[START];
            known = keys.read(start, file.read(0, start, 0, START));
            key = known;
        }
        return known;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
        FileKey known = key();
        if (known == null) {
            return 0;
        }
        byte[] bytes = new byte[length];
        int count = file.read(START + position, bytes, 0, length);
        if (count > 0) {
            add(known.cipher().keyStream(known.key(), position), bytes, 0, count, into, offset);
            blank(bytes, count, into, offset);
        }
        return count;
    }

    // a file that grew without its bytes reads as zeros, as a plain one does, and not as chance, which may look like a
    // record
    private static void blank(byte[] bytes, int count, byte[] into, int offset) {
        for (int at = 0; at + BLANK <= count; at += BLANK) {
            if (bytes[at] == 0 && Arrays.equals(bytes, at, at + BLANK, ZEROS, 0, BLANK)) {
                Arrays.fill(into, offset + at, offset + at + BLANK, (byte) 0);
            }
        }
    }

    @Override
    public void write(long position, byte[] from, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        if (writing != null && position == next) {
            append(position, from, offset, length, 0);
        } else if (file.length() == 0 && position == 0) {
            begin(from, offset, length);
        } else {
            overwrite(position, from, offset, length);
        }
    }

    private void begin(byte[] from, int offset, int length) throws IOException {
        byte[] head = new byte[START];
        FileKey drawn = keys.begin(head);
        room(START + length);
        System.arraycopy(head, 0, sealed, 0, START);
        key = drawn;
        writing = drawn.cipher().keyStream(drawn.key(), 0);
        append(-START, from, offset, length, START);
    }

    // with so many bytes before it that are in the array already
    private void append(long position, byte[] from, int offset, int length, int before) throws IOException {
        Cipher stream = writing;
        if (stream == null) {
            throw new IllegalStateException("sealed file: not begun (expected: begun by whoever writes)");
        }
        room(before + length);
        add(stream, from, offset, length, sealed, before);
        boolean written = false;
        try {
            file.write(START + position, sealed, 0, before + length);
            written = true;
        } finally {
            // what did not get there may be there all the same: nothing else comes to the same place
            if (!written) {
                writing = null;
            }
        }
        next = position + before + length;
        if (sealed.length > KEPT) {
            sealed = new byte[0];
        }
    }

    private void overwrite(long position, byte[] from, int offset, int length) throws IOException {
        FileKey known = key();
        if (known == null || position + length > length()) {
            throw new IOException("sealed file: " + length + " bytes at " + position
                    + " (expected: at the end of a file that was begun here, or within one)");
        }
        byte[] bytes = new byte[length];
        add(known.cipher().keyStream(known.key(), position), from, offset, length, bytes, 0);
        file.write(START + position, bytes, 0, length);
    }

    private void room(int length) {
        if (sealed.length < length) {
            sealed = Arrays.copyOf(sealed, Math.max(length, Math.min(KEPT, sealed.length * 2)));
        }
    }

    private static void add(Cipher stream, byte[] from, int offset, int length, byte[] into, int at) {
        try {
            int count = stream.update(from, offset, length, into, at);
            if (count != length) {
                throw new IllegalStateException("key stream: " + count + " bytes (expected: " + length + ")");
            }
        } catch (ShortBufferException e) {
            throw new IllegalStateException("key stream: no room for " + length + " bytes", e);
        }
    }

    @Override
    public long length() throws IOException {
        return key() == null ? 0 : Math.max(0, file.length() - START);
    }

    @Override
    public void truncate(long length) throws IOException {
        writing = null;
        if (length == 0) {
            key = null;
            file.truncate(0);
        } else {
            file.truncate(START + length);
        }
    }

    @Override
    public void sync() throws IOException {
        file.sync();
    }

    @Override
    public void close() {
        file.close();
    }
}
