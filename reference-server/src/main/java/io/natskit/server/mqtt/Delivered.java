// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

/**
 * What the reply of a message from a consumer tells of it: {@code $JS.ACK.…}, in both forms.
 *
 * @param times how often it has been delivered
 * @param sequence its sequence in the stream
 */
record Delivered(long times, long sequence) {
    private static final int SHORT_TOKENS = 9;
    private static final int LONG_TOKENS = 11;
    private static final Delivered NOTHING = new Delivered(0, 0);

    /** Reads a reply; sequence 0 for any other. */
    static Delivered of(byte[] bytes, int offset, int length) {
        int tokens = 1;
        for (int i = offset; i < offset + length; i++) {
            tokens += bytes[i] == '.' ? 1 : 0;
        }
        if (tokens != SHORT_TOKENS && tokens < LONG_TOKENS) {
            return NOTHING;
        }
        // stream and consumer, behind domain and account in the long form
        int first = tokens == SHORT_TOKENS ? 4 : 6;
        return new Delivered(number(bytes, offset, length, first), number(bytes, offset, length, first + 1));
    }

    private static long number(byte[] bytes, int offset, int length, int token) {
        int at = offset;
        for (int dots = 0; dots < token; at++) {
            dots += bytes[at] == '.' ? 1 : 0;
        }
        long value = 0;
        for (int i = at; i < offset + length && bytes[i] != '.'; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || value > Long.MAX_VALUE / 16) {
                return 0;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
