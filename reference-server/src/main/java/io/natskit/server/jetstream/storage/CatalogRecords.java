// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The records of a {@link ConsumerCatalog}: a head of 40 bytes {@code [checksum][kind][id][start][length of the name][length of the document][checksum of the body][mark]}, and a
 * body {@code name document} that is filled up to eight bytes. The checksum of the head is mixed with the number of the log. Pure.
 */
final class CatalogRecords {
    static final int HEAD = 40;

    /** The beginning of a log: {@code id} is the next one to be given, {@code start} the number of consumers that follow. */
    static final byte BEGIN = 1;
    /** A consumer, as it is from now on. */
    static final byte PUT = 2;
    /** A consumer is no more. */
    static final byte DELETE = 3;

    private static final int MARK = 0x4f43534e;
    private static final int NAME_MAX = 1 << 16;
    private static final int DOCUMENT_MAX = 1 << 26;
    private static final byte[] NOTHING = {};

    /** Hears what a log says. */
    interface Visitor {
        /** The log begins, with these consumers and perhaps more. */
        void begins(long nextId);

        /** A consumer is so from now on. */
        void put(long id, long start, String name, byte[] document);

        /** A consumer is no more. */
        void deleted(String name);

        /** From there on something could not be read and was passed over. */
        void damaged(long position);
    }

    private CatalogRecords() {}

    static int length(byte[] name, byte[] document) {
        return length(name.length, document.length);
    }

    private static int length(int name, int document) {
        return HEAD + (name + document + 7 & ~7);
    }

    static void begin(byte[] into, int at, long nextId, long count, int number) {
        put(into, at, BEGIN, nextId, count, NOTHING, NOTHING, number);
    }

    static void put(byte[] into, int at, byte kind, long id, long start, byte[] name, byte[] document, int number) {
        int end = at + length(name, document);
        Arrays.fill(into, at, end, (byte) 0);
        into[at + 4] = kind;
        Bytes.putLong(into, at + 8, id);
        Bytes.putLong(into, at + 16, start);
        Bytes.putInt(into, at + 24, name.length);
        Bytes.putInt(into, at + 28, document.length);
        System.arraycopy(name, 0, into, at + HEAD, name.length);
        System.arraycopy(document, 0, into, at + HEAD + name.length, document.length);
        Bytes.putInt(into, at + 32, Bytes.crc(into, at + HEAD, end - at - HEAD));
        Bytes.putInt(into, at + 36, MARK);
        Bytes.putInt(into, at, Bytes.crc(into, at + 4, HEAD - 4) ^ number);
    }

    /**
     * Tells what a log says; answers where its last whole record ends. A log whose beginning is not whole says nothing (0), unless {@code lenient}.
     * A flipped bit is put right; what is damaged otherwise is passed over if something follows that is not, and is the torn end if not.
     */
    static int read(byte[] bytes, int length, int number, boolean lenient, Visitor visitor) {
        if (!lenient && !isWhole(bytes, length, number)) {
            return 0;
        }
        int end = 0;
        long damaged = -1;
        int at = 0;
        while (at + HEAD <= length) {
            int next = headFits(bytes, at, length, number) ? at + lengthAt(bytes, at) : at;
            if (next > at && bodyFits(bytes, at, next)) {
                if (damaged >= 0) {
                    visitor.damaged(damaged);
                    damaged = -1;
                }
                tell(bytes, at, visitor);
                end = next;
                at = next;
            } else {
                damaged = damaged < 0 ? at : damaged;
                at = next > at ? next : at + 8;
            }
        }
        return end;
    }

    private static boolean isWhole(byte[] bytes, int length, int number) {
        if (!headFits(bytes, 0, length, number) || bytes[4] != BEGIN) {
            return false;
        }
        long count = Bytes.getLong(bytes, 16);
        int at = HEAD;
        for (long i = 0; i < count; i++) {
            if (!headFits(bytes, at, length, number)) {
                return false;
            }
            int next = at + lengthAt(bytes, at);
            if (bytes[at + 4] != PUT || !bodyFits(bytes, at, next)) {
                return false;
            }
            at = next;
        }
        return true;
    }

    private static boolean headFits(byte[] bytes, int at, int length, int number) {
        if (at + HEAD > length
                || !BitRepair.repair(bytes, at + 4, HEAD - 4, Bytes.getInt(bytes, at) ^ number)
                || Bytes.getInt(bytes, at + 36) != MARK) {
            return false;
        }
        int name = Bytes.getInt(bytes, at + 24);
        int document = Bytes.getInt(bytes, at + 28);
        byte kind = bytes[at + 4];
        return kind >= BEGIN
                && kind <= DELETE
                && name >= 0
                && name <= NAME_MAX
                && document >= 0
                && document <= DOCUMENT_MAX
                && length(name, document) <= length - at;
    }

    private static int lengthAt(byte[] bytes, int at) {
        return length(Bytes.getInt(bytes, at + 24), Bytes.getInt(bytes, at + 28));
    }

    private static boolean bodyFits(byte[] bytes, int at, int next) {
        return BitRepair.repair(bytes, at + HEAD, next - at - HEAD, Bytes.getInt(bytes, at + 32));
    }

    private static void tell(byte[] bytes, int at, Visitor visitor) {
        int nameEnd = at + HEAD + Bytes.getInt(bytes, at + 24);
        String name = new String(bytes, at + HEAD, nameEnd - at - HEAD, StandardCharsets.UTF_8);
        long id = Bytes.getLong(bytes, at + 8);
        switch (bytes[at + 4]) {
            case BEGIN -> visitor.begins(id);
            case PUT ->
                visitor.put(
                        id,
                        Bytes.getLong(bytes, at + 16),
                        name,
                        Arrays.copyOfRange(bytes, nameEnd, nameEnd + Bytes.getInt(bytes, at + 28)));
            default -> visitor.deleted(name);
        }
    }
}
