// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Arrays;

/** The bytes of subjects, end to end in a few large arrays, each after its length in two bytes. Confined to one thread. */
final class SubjectNames {
    static final int LENGTH_MAX = 0xffff;
    private static final int PIECE_BITS = 17;
    private static final int PIECE = 1 << PIECE_BITS;

    private byte[][] pieces = {new byte[256]};
    private int piece;
    private int end;

    /** Copies a name in; answers where it is. */
    int add(byte[] bytes, int offset, int length) {
        int needed = length + 2;
        if (end + needed > PIECE) {
            piece++;
            if (piece >= 1 << (Integer.SIZE - PIECE_BITS)) {
                throw new IllegalStateException("subjects: more than 4 GiB of names in one stream");
            }
            if (piece == pieces.length) {
                pieces = Arrays.copyOf(pieces, piece + piece / 2 + 1);
            }
            pieces[piece] = new byte[PIECE];
            end = 0;
        } else if (end + needed > pieces[piece].length) {
            pieces[piece] =
                    Arrays.copyOf(pieces[piece], Math.min(PIECE, Math.max(pieces[piece].length * 2, end + needed)));
        }
        byte[] into = pieces[piece];
        into[end] = (byte) (length >>> 8);
        into[end + 1] = (byte) length;
        System.arraycopy(bytes, offset, into, end + 2, length);
        int where = piece << PIECE_BITS | end;
        end += needed;
        return where;
    }

    byte[] array(int where) {
        return pieces[where >>> PIECE_BITS];
    }

    int offset(int where) {
        return (where & (PIECE - 1)) + 2;
    }

    int length(int where) {
        byte[] from = pieces[where >>> PIECE_BITS];
        int at = where & (PIECE - 1);
        return (from[at] & 0xff) << 8 | from[at + 1] & 0xff;
    }

    boolean equal(int where, byte[] bytes, int offset, int length) {
        int at = offset(where);
        return length(where) == length && Arrays.equals(array(where), at, at + length, bytes, offset, offset + length);
    }

    void range(int where, ByteRange into) {
        into.set(array(where), offset(where), length(where));
    }

    /** How many bytes are in use, those of forgotten names included. */
    long size() {
        return ((long) piece << PIECE_BITS) + end;
    }
}
