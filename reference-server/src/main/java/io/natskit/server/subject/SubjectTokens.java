// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

/** The tokens of a subject in the bytes of a message, without an object for any of them. Pure. */
public final class SubjectTokens {
    private SubjectTokens() {}

    /** How many tokens there are. */
    public static int count(byte[] bytes, int from, int end) {
        int tokens = 1;
        for (int i = from; i < end; i++) {
            if (bytes[i] == '.') {
                tokens++;
            }
        }
        return tokens;
    }

    /** Where the token begins that is {@code tokens} behind the one at {@code from}; {@code end} if there is none. */
    public static int skip(byte[] bytes, int from, int end, int tokens) {
        int left = tokens;
        int i = from;
        while (left > 0 && i < end) {
            if (bytes[i++] == '.') {
                left--;
            }
        }
        return i;
    }

    /** The token at {@code from} as a number; −1 if it is none. */
    public static long number(byte[] bytes, int from, int end) {
        long value = 0;
        int i = from;
        while (i < end && bytes[i] != '.') {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            value = value * 10 + digit;
            i++;
        }
        return i == from ? -1 : value;
    }
}
