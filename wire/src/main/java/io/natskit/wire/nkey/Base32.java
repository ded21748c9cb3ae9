// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.nkey;

import java.util.Arrays;

/** Base32 of RFC 4648, upper case, without padding: the alphabet of NKeys. Works on arrays that the caller can wipe. */
public final class Base32 {
    private static final char[] ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray();

    private Base32() {}

    /** The text of {@code bytes}. */
    public static char[] encode(byte[] bytes) {
        char[] text = new char[(bytes.length * 8 + 4) / 5];
        int buffer = 0;
        int bits = 0;
        int out = 0;
        for (byte b : bytes) {
            buffer = (buffer << 8) | (b & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text[out++] = ALPHABET[(buffer >> bits) & 31];
            }
        }
        if (bits > 0) {
            text[out] = ALPHABET[(buffer << (5 - bits)) & 31];
        }
        return text;
    }

    /**
     * The bytes of {@code text}. Throws {@link InvalidKeyException} on a character outside the alphabet, an impossible length, or left-over
     * bits that are not zero: there is exactly one text for each row of bytes.
     */
    public static byte[] decode(char[] text) {
        int rest = text.length % 8;
        if (rest == 1 || rest == 3 || rest == 6) {
            throw new InvalidKeyException("base32 text has " + text.length + " characters, which no row of bytes has");
        }
        byte[] bytes = new byte[text.length * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int out = 0;
        for (int i = 0; i < text.length; i++) {
            buffer = (buffer << 5) | value(text[i], i);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[out++] = (byte) (buffer >> bits);
            }
        }
        if ((buffer & ((1 << bits) - 1)) != 0) {
            Arrays.fill(bytes, (byte) 0);
            throw new InvalidKeyException("base32 text ends with bits that are not zero");
        }
        return bytes;
    }

    private static int value(char c, int position) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= '2' && c <= '7') {
            return c - '2' + 26;
        }
        // the character may belong to a secret: say where, not what
        throw new InvalidKeyException("character at " + position + " is not base32 (expected: A-Z, 2-7)");
    }
}
