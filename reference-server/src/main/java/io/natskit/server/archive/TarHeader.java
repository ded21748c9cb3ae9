// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.archive;

import java.nio.charset.StandardCharsets;

/** One block of 512 bytes before a file. Pure. */
final class TarHeader {
    static final int BLOCK = 512;
    static final char FILE = '0';
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final int PREFIX_LENGTH = 155;

    private TarHeader() {}

    static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Throws {@link ArchiveException} unless the checksum holds. */
    static void check(byte[] block) {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            byte b = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH ? (byte) ' ' : block[i];
            unsigned += b & 0xff;
            signed += b;
        }
        long claimed = number(block, CHECKSUM, CHECKSUM_LENGTH);
        if (claimed != unsigned && claimed != signed) {
            throw new ArchiveException("tar header whose checksum does not hold");
        }
    }

    static char type(byte[] block) {
        return (char) (block[TYPE] & 0xff);
    }

    static long size(byte[] block) {
        return number(block, SIZE, SIZE_LENGTH);
    }

    /** The name with its prefix, if the header is one of ustar. */
    static String name(byte[] block) {
        String name = text(block, NAME, NAME_LENGTH);
        boolean ustar = text(block, MAGIC, 6).equals("ustar") && block[MAGIC + 6] == '0';
        String prefix = ustar ? text(block, PREFIX, PREFIX_LENGTH) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** A header of ustar, of user and group {@code nats} if it is a file's, for a name of at most 100 bytes; longer ones are cut, and stand in a record before it. */
    static byte[] make(byte[] name, long size, long mtimeSeconds, char type) {
        byte[] block = new byte[BLOCK];
        System.arraycopy(name, 0, block, NAME, Math.min(name.length, NAME_LENGTH));
        octal(block, 100, 8, type == FILE ? 0600 : 0);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        octal(block, SIZE, SIZE_LENGTH, size);
        octal(block, 136, 12, mtimeSeconds);
        block[TYPE] = (byte) type;
        ascii(block, MAGIC, "ustar\u000000");
        if (type == FILE) {
            ascii(block, 265, "nats");
            ascii(block, 297, "nats");
            octal(block, 329, 8, 0);
            octal(block, 337, 8, 0);
        }
        long sum = CHECKSUM_LENGTH * ' ';
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, CHECKSUM, 7, sum);
        block[CHECKSUM + 7] = ' ';
        return block;
    }

    // octal digits, or the number itself behind a byte with the high bit
    private static long number(byte[] block, int from, int length) {
        if (block[from] < 0) {
            return binary(block, from, length);
        }
        int at = from;
        int end = from + length;
        while (at < end && (block[at] == ' ' || block[at] == 0)) {
            at++;
        }
        long value = 0;
        for (; at < end && block[at] != ' ' && block[at] != 0; at++) {
            if (block[at] < '0' || block[at] > '7') {
                throw new ArchiveException("tar header with a number that is none");
            }
            value = value << 3 | block[at] - '0';
        }
        return value;
    }

    private static long binary(byte[] block, int from, int length) {
        long value = block[from] & 0x7f;
        for (int i = from + 1; i < from + length; i++) {
            if (value >>> 55 != 0) {
                throw new ArchiveException("tar header with a number above 63 bits");
            }
            value = value << 8 | block[i] & 0xff;
        }
        return value;
    }

    private static String text(byte[] block, int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return new String(block, from, end - from, StandardCharsets.UTF_8);
    }

    private static void octal(byte[] block, int from, int length, long value) {
        if (value < 0 || value >>> 3 * (length - 1) != 0) {
            throw new ArchiveException(
                    "number for a tar header: " + value + " (expected: " + (length - 1) + " octal digits)");
        }
        long left = value;
        for (int i = from + length - 2; i >= from; i--) {
            block[i] = (byte) ('0' + (left & 7));
            left >>>= 3;
        }
    }

    private static void ascii(byte[] block, int from, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, from, bytes.length);
    }
}
