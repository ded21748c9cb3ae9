// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages in memory: their bytes end to end in pieces of 256 KiB, so that there is no object for a message. A piece goes when its last
 * message does; one that is mostly empty is emptied by moving the rest. Survives nothing. Confined to one thread.
 */
public final class MemoryMessageStore extends IndexedStore {
    private static final int PIECE = 256 << 10;
    private static final int HEAD = 36;

    // by number
    private @Nullable Piece[] pieces = new Piece[4];
    private int[] freeNumbers = new int[4];
    private int freeCount;
    private int pieceBound;
    private @Nullable Piece current;

    /** An empty store. */
    public MemoryMessageStore() {}

    @Override
    public long sizeOf(int subjectLength, int headersLength, int payloadLength) {
        return 16L + subjectLength + headersLength + payloadLength;
    }

    @Override
    protected long store(long sequence, StoredMessage message) {
        ByteRange subject = message.subject();
        ByteRange headers = message.headers();
        ByteRange payload = message.payload();
        int length = HEAD + subject.length() + headers.length() + payload.length();
        Piece piece = pieceFor(length);
        int at = piece.end;
        byte[] into = piece.bytes;
        Bytes.putLong(into, at, sequence);
        Bytes.putLong(into, at + 8, message.timestampNanos());
        Bytes.putLong(into, at + 16, message.expiresNanos());
        Bytes.putInt(into, at + 24, subject.length());
        Bytes.putInt(into, at + 28, headers.length());
        Bytes.putInt(into, at + 32, payload.length());
        int end = Bytes.put(subject, into, at + HEAD);
        end = Bytes.put(headers, into, end);
        piece.end = Bytes.put(payload, into, end);
        piece.live += length;
        return place(piece.number, at);
    }

    @Override
    protected boolean load(long sequence, long place, int size, StoredMessage into) {
        Piece piece = piece((int) (place >>> 32));
        int at = (int) place;
        byte[] from = piece.bytes;
        into.sequence(sequence);
        into.timestampNanos(Bytes.getLong(from, at + 8));
        into.expiresNanos(Bytes.getLong(from, at + 16));
        int subject = Bytes.getInt(from, at + 24);
        int headers = Bytes.getInt(from, at + 28);
        int payload = Bytes.getInt(from, at + 32);
        into.subject().set(from, at + HEAD, subject);
        into.headers().set(from, at + HEAD + subject, headers);
        into.payload().set(from, at + HEAD + subject + headers, payload);
        return true;
    }

    @Override
    protected void forget(long sequence, long place, int size, boolean erase) {
        Piece piece = piece((int) (place >>> 32));
        int at = (int) place;
        int length = lengthAt(piece.bytes, at);
        if (erase) {
            Arrays.fill(piece.bytes, at + HEAD, at + length, (byte) 0);
        }
        Bytes.putLong(piece.bytes, at, 0L);
        piece.live -= length;
        if (piece != current) {
            if (piece.live == 0) {
                release(piece);
            } else if (piece.live < piece.end / 4) {
                evacuate(piece);
            }
        }
    }

    @Override
    protected void forgetAll() {
        pieces = new Piece[4];
        freeCount = 0;
        pieceBound = 0;
        current = null;
    }

    @Override
    protected void skipped(long from, long last) {}

    @Override
    protected void checkIntake() {}

    @Override
    public LostMessages lost() {
        return LostMessages.NONE;
    }

    @Override
    public void flush() {}

    @Override
    public Step prepareSync() {
        return NothingToDo.STEP;
    }

    @Override
    public @Nullable StoreFailedException failure() {
        return null;
    }

    @Override
    public boolean resume() {
        return true;
    }

    @Override
    public @Nullable Step planUpkeep() {
        return null;
    }

    @Override
    public void reconfigure(StoreOptions options) {}

    @Override
    public void close() {}

    private Piece pieceFor(int length) {
        Piece piece = current;
        if (piece != null && length <= piece.bytes.length - piece.end) {
            return piece;
        }
        if (piece != null && piece.bytes.length < PIECE && piece.end + length <= PIECE) {
            piece.bytes = Arrays.copyOf(piece.bytes, Math.min(PIECE, Math.max(piece.end * 2, piece.end + length)));
            return piece;
        }
        Piece fresh = new Piece(newNumber(), Math.max(length, piece == null ? 1 << 10 : PIECE));
        pieces[fresh.number] = fresh;
        current = fresh;
        if (piece != null && piece.live == 0) {
            release(piece);
        }
        return fresh;
    }

    // The rest of a piece moves to the current one; the message that is on its way out has no sequence any more.
    private void evacuate(Piece piece) {
        int at = 0;
        while (at < piece.end) {
            byte[] from = piece.bytes;
            int length = lengthAt(from, at);
            long sequence = Bytes.getLong(from, at);
            if (sequence != 0) {
                Piece into = pieceFor(length);
                System.arraycopy(from, at, into.bytes, into.end, length);
                index.sequences().place(sequence, place(into.number, into.end));
                into.end += length;
                into.live += length;
            }
            at += length;
        }
        release(piece);
    }

    private int newNumber() {
        if (freeCount > 0) {
            return freeNumbers[--freeCount];
        }
        if (pieceBound == pieces.length) {
            pieces = Arrays.copyOf(pieces, pieceBound * 2);
        }
        return pieceBound++;
    }

    private void release(Piece piece) {
        pieces[piece.number] = null;
        if (freeCount == freeNumbers.length) {
            freeNumbers = Arrays.copyOf(freeNumbers, freeCount * 2);
        }
        freeNumbers[freeCount++] = piece.number;
    }

    @Override
    public void abandon() {
        // what is in memory only stays there
    }

    private Piece piece(int number) {
        Piece piece = pieces[number];
        if (piece == null) {
            throw new IllegalStateException("piece " + number + " is gone");
        }
        return piece;
    }

    private static int lengthAt(byte[] bytes, int at) {
        return HEAD + Bytes.getInt(bytes, at + 24) + Bytes.getInt(bytes, at + 28) + Bytes.getInt(bytes, at + 32);
    }

    private static long place(int piece, int at) {
        return (long) piece << 32 | at;
    }

    private static final class Piece {
        final int number;
        byte[] bytes;
        int end;
        int live;

        Piece(int number, int room) {
            this.number = number;
            bytes = new byte[room];
        }
    }
}
