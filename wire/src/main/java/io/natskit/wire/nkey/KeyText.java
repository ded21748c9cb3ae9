// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.nkey;

import java.util.Arrays;

/** The text form of keys: prefix bytes, raw key, CRC-16 in little-endian order, all in Base32. */
final class KeyText {
    static final int RAW_LENGTH = 32;
    private static final int PREFIX_SEED = 18 << 3;
    private static final int PREFIX_PRIVATE = 15 << 3;
    private static final int PRIVATE_LENGTH = 64;

    private KeyText() {}

    /** What a seed says. */
    record Seed(NKeyKind kind, byte[] raw) {}

    static char[] encodePublic(NKeyKind kind, byte[] raw) {
        byte[] bytes = new byte[1 + raw.length + 2];
        bytes[0] = (byte) kind.prefix();
        System.arraycopy(raw, 0, bytes, 1, raw.length);
        return seal(bytes);
    }

    static char[] encodeSeed(NKeyKind kind, byte[] raw) {
        byte[] bytes = new byte[2 + raw.length + 2];
        // the two prefixes of five bits lie side by side, so that both are a letter in the text
        bytes[0] = (byte) (PREFIX_SEED | (kind.prefix() >> 5));
        bytes[1] = (byte) ((kind.prefix() & 31) << 3);
        System.arraycopy(raw, 0, bytes, 2, raw.length);
        return seal(bytes);
    }

    static char[] encodePrivate(byte[] raw, byte[] publicRaw) {
        byte[] bytes = new byte[1 + PRIVATE_LENGTH + 2];
        bytes[0] = (byte) PREFIX_PRIVATE;
        System.arraycopy(raw, 0, bytes, 1, RAW_LENGTH);
        System.arraycopy(publicRaw, 0, bytes, 1 + RAW_LENGTH, RAW_LENGTH);
        return seal(bytes);
    }

    static Seed decodeSeed(char[] text) {
        byte[] bytes = open(text, "seed");
        try {
            if (bytes.length != 2 + RAW_LENGTH + 2) {
                throw new InvalidKeyException(
                        "seed has " + text.length + " characters (expected: 58, beginning with S)");
            }
            if ((bytes[0] & 0xf8) != PREFIX_SEED) {
                throw new InvalidKeyException("not a seed (expected: 58 characters beginning with S)");
            }
            int prefix = ((bytes[0] & 7) << 5) | ((bytes[1] & 0xf8) >> 3);
            return new Seed(NKeyKind.ofPrefix(prefix), Arrays.copyOfRange(bytes, 2, 2 + RAW_LENGTH));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The raw key inside a public key's text, whose kind is {@link #publicKind}. */
    static byte[] decodePublic(char[] text) {
        byte[] bytes = open(text, "public key");
        if (bytes.length != 1 + RAW_LENGTH + 2) {
            throw new InvalidKeyException("public key has " + text.length + " characters (expected: 56)");
        }
        NKeyKind.ofPrefix(bytes[0] & 0xff);
        return Arrays.copyOfRange(bytes, 1, 1 + RAW_LENGTH);
    }

    static NKeyKind publicKind(char[] text) {
        return NKeyKind.ofPrefix(open(text, "public key")[0] & 0xff);
    }

    /** The first 32 of the 64 bytes inside a private key's text. */
    static byte[] decodePrivate(char[] text) {
        byte[] bytes = open(text, "private key");
        try {
            if (bytes.length != 1 + PRIVATE_LENGTH + 2 || (bytes[0] & 0xff) != PREFIX_PRIVATE) {
                throw new InvalidKeyException("not a private key (expected: 108 characters beginning with P)");
            }
            return Arrays.copyOfRange(bytes, 1, 1 + RAW_LENGTH);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    // writes the check sum into the last two bytes and wipes what it encoded
    private static char[] seal(byte[] bytes) {
        int crc = Crc16.of(bytes, 0, bytes.length - 2);
        bytes[bytes.length - 2] = (byte) crc;
        bytes[bytes.length - 1] = (byte) (crc >> 8);
        char[] text = Base32.encode(bytes);
        Arrays.fill(bytes, (byte) 0);
        return text;
    }

    private static byte[] open(char[] text, String what) {
        byte[] bytes = Base32.decode(text);
        if (bytes.length < 4) {
            throw new InvalidKeyException(what + " has " + text.length + " characters, which is too short");
        }
        int crc = (bytes[bytes.length - 2] & 0xff) | ((bytes[bytes.length - 1] & 0xff) << 8);
        if (crc != Crc16.of(bytes, 0, bytes.length - 2)) {
            Arrays.fill(bytes, (byte) 0);
            throw new InvalidKeyException(what + " has a wrong check sum: it was mistyped or cut");
        }
        return bytes;
    }
}
