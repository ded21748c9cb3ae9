// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Arrays;

/**
 * The bytes of a block (ADR 0007). A block starts with its head, twice, then come records: a head of 32 bytes with a checksum of its own,
 * and a body that the head vouches for. All checksums of heads are mixed with the salt of the block, which is drawn by chance and told
 * to nobody, so that neither a record of another block nor one that a publisher wrote into a payload is ever taken for one of this.
 *
 * <pre>
 * block head   0 magic  4 flags  8 number  12 covers  16 base  24 salt  28 checksum of 0..28
 * record head  0 checksum of 4..32, mixed with the salt  4 checksum of the body  8 length of both  12 kind  13 flags  14 subject length
 *              16 sequence  24 timestamp
 * MESSAGE      [header length, 4] [expiry, 8] subject headers payload
 * DELETED      pairs of first and last sequence, 16 each
 * STATE        first sequence, last sequence, last timestamp
 * ERASED       chance: a message whose content was overwritten
 * </pre>
 */
final class BlockFormat {
    static final int BLOCK_HEAD = 32;
    static final int DATA_START = 2 * BLOCK_HEAD;
    static final int HEAD = 32;

    static final byte MESSAGE = 1;
    static final byte DELETED = 2;
    static final byte STATE = 3;
    static final byte ERASED = 4;

    static final int WITH_HEADERS = 1;
    static final int WITH_EXPIRY = 2;

    /** A flag of the block: its records come in deflated frames. */
    static final int COMPRESSED = 1;

    private static final int MAGIC = 0x314b424e;

    private BlockFormat() {}

    // ---- block heads

    /** Writes the head twice. */
    static void putBlockHead(byte[] into, int flags, int number, int covers, long base, int salt) {
        Bytes.putInt(into, 0, MAGIC);
        Bytes.putInt(into, 4, flags);
        Bytes.putInt(into, 8, number);
        Bytes.putInt(into, 12, covers);
        Bytes.putLong(into, 16, base);
        Bytes.putInt(into, 24, salt);
        Bytes.putInt(into, 28, Bytes.crc(into, 0, 28));
        System.arraycopy(into, 0, into, BLOCK_HEAD, BLOCK_HEAD);
    }

    /** Where one of the two heads is whole, or −1. */
    static int findBlockHead(byte[] bytes, int length) {
        for (int at = 0; at + BLOCK_HEAD <= Math.min(length, DATA_START); at += BLOCK_HEAD) {
            if (Bytes.getInt(bytes, at) == MAGIC && Bytes.getInt(bytes, at + 28) == Bytes.crc(bytes, at, 28)) {
                return at;
            }
        }
        return -1;
    }

    // ---- records

    /** How long a message's record is. */
    static int messageLength(StoredMessage message) {
        return HEAD
                + (message.headers().isEmpty() ? 0 : 4 + message.headers().length())
                + (message.expiresNanos() == StoredMessage.NEVER ? 0 : 8)
                + message.subject().length()
                + message.payload().length();
    }

    /** What a message counts in stream info, from what its record says. */
    static int sizeOf(int recordLength, int flags) {
        return recordLength - 2 - ((flags & WITH_EXPIRY) != 0 ? 8 : 0);
    }

    static void putMessage(byte[] into, int at, int length, long sequence, StoredMessage message, int salt) {
        int flags = 0;
        int end = at + HEAD;
        if (!message.headers().isEmpty()) {
            flags |= WITH_HEADERS;
            Bytes.putInt(into, end, message.headers().length());
            end += 4;
        }
        if (message.expiresNanos() != StoredMessage.NEVER) {
            flags |= WITH_EXPIRY;
            Bytes.putLong(into, end, message.expiresNanos());
            end += 8;
        }
        end = Bytes.put(message.subject(), into, end);
        end = Bytes.put(message.headers(), into, end);
        Bytes.put(message.payload(), into, end);
        into[at + 12] = MESSAGE;
        into[at + 13] = (byte) flags;
        Bytes.putShort(into, at + 14, message.subject().length());
        Bytes.putLong(into, at + 16, sequence);
        Bytes.putLong(into, at + 24, message.timestampNanos());
        seal(into, at, length, salt);
    }

    /** Fills in a record that has nothing but its body: the kind, and the checksums. */
    static void putPlain(byte[] into, int at, int length, byte kind, int salt) {
        Arrays.fill(into, at, at + HEAD, (byte) 0);
        into[at + 12] = kind;
        seal(into, at, length, salt);
    }

    private static void seal(byte[] into, int at, int length, int salt) {
        Bytes.putInt(into, at + 4, Bytes.crc(into, at + HEAD, length - HEAD));
        Bytes.putInt(into, at + 8, length);
        sealHead(into, at, salt);
    }

    /** Makes the checksum of a head anew, for another block. */
    static void sealHead(byte[] into, int at, int salt) {
        Bytes.putInt(into, at, Bytes.crc(into, at + 4, HEAD - 4) ^ salt);
    }

    /**
     * Turns a message into one that says nothing; its sequence and its lengths stay. Its body is chance, not zeros: where the file is encrypted, the two
     * contents of these bytes, put together, tell nothing of the first.
     */
    static void erase(byte[] into, int at, int length, int salt) {
        System.arraycopy(StreamKeys.random(length - HEAD), 0, into, at + HEAD, length - HEAD);
        into[at + 12] = ERASED;
        seal(into, at, length, salt);
    }

    static boolean headFits(byte[] bytes, int at, int salt) {
        return plausible(bytes, at) && Bytes.getInt(bytes, at) == (Bytes.crc(bytes, at + 4, HEAD - 4) ^ salt);
    }

    /** As {@link #headFits}, and puts a single flipped bit right. */
    static boolean repairHead(byte[] bytes, int at, int salt) {
        byte[] copy = Arrays.copyOfRange(bytes, at, at + HEAD);
        if (!BitRepair.repair(copy, 4, HEAD - 4, Bytes.getInt(copy, 0) ^ salt) || !plausible(copy, 0)) {
            return false;
        }
        System.arraycopy(copy, 0, bytes, at, HEAD);
        return true;
    }

    private static boolean plausible(byte[] bytes, int at) {
        byte kind = bytes[at + 12];
        int length = Bytes.getInt(bytes, at + 8);
        return kind >= MESSAGE && kind <= ERASED && length >= HEAD + bodyFloor(bytes, at);
    }

    private static int bodyFloor(byte[] bytes, int at) {
        int flags = bytes[at + 13];
        return Bytes.getShort(bytes, at + 14)
                + ((flags & WITH_HEADERS) != 0 ? 4 : 0)
                + ((flags & WITH_EXPIRY) != 0 ? 8 : 0);
    }

    /** Puts a single flipped bit in a body right: for what is worth more than the record itself, since messages would come back without it. */
    static boolean repairBody(byte[] bytes, int at) {
        return BitRepair.repair(bytes, at + HEAD, lengthAt(bytes, at) - HEAD, Bytes.getInt(bytes, at + 4));
    }

    static boolean bodyFits(byte[] bytes, int at) {
        int length = Bytes.getInt(bytes, at + 8);
        return Bytes.getInt(bytes, at + 4) == Bytes.crc(bytes, at + HEAD, length - HEAD);
    }

    static int lengthAt(byte[] bytes, int at) {
        return Bytes.getInt(bytes, at + 8);
    }

    static byte kindAt(byte[] bytes, int at) {
        return bytes[at + 12];
    }

    static int flagsAt(byte[] bytes, int at) {
        return bytes[at + 13];
    }

    static int subjectLengthAt(byte[] bytes, int at) {
        return Bytes.getShort(bytes, at + 14);
    }

    static long sequenceAt(byte[] bytes, int at) {
        return Bytes.getLong(bytes, at + 16);
    }

    static long timestampAt(byte[] bytes, int at) {
        return Bytes.getLong(bytes, at + 24);
    }

    /** Where the subject of a message starts, from the start of its record. */
    static int subjectOffset(int flags) {
        return HEAD + ((flags & WITH_HEADERS) != 0 ? 4 : 0) + ((flags & WITH_EXPIRY) != 0 ? 8 : 0);
    }

    static long expiryAt(byte[] bytes, int at) {
        int flags = flagsAt(bytes, at);
        if ((flags & WITH_EXPIRY) == 0) {
            return StoredMessage.NEVER;
        }
        return Bytes.getLong(bytes, at + HEAD + ((flags & WITH_HEADERS) != 0 ? 4 : 0));
    }

    /** Points a message at a whole record; false if its inner lengths do not fit. */
    static boolean view(byte[] bytes, int at, StoredMessage into) {
        int flags = flagsAt(bytes, at);
        int length = lengthAt(bytes, at);
        int subject = subjectLengthAt(bytes, at);
        int start = subjectOffset(flags);
        int headers = (flags & WITH_HEADERS) != 0 ? Bytes.getInt(bytes, at + HEAD) : 0;
        int payload = length - start - subject - headers;
        if (headers < 0 || payload < 0) {
            return false;
        }
        into.sequence(sequenceAt(bytes, at));
        into.timestampNanos(timestampAt(bytes, at));
        into.expiresNanos(expiryAt(bytes, at));
        into.subject().set(bytes, at + start, subject);
        into.headers().set(bytes, at + start + subject, headers);
        into.payload().set(bytes, at + start + subject + headers, payload);
        return true;
    }
}
