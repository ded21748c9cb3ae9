// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.subject.SubjectTokens;

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
        int end = offset + length;
        int tokens = SubjectTokens.count(bytes, offset, end);
        if (tokens != SHORT_TOKENS && tokens < LONG_TOKENS) {
            return NOTHING;
        }
        // stream and consumer, behind domain and account in the long form
        int times = SubjectTokens.skip(bytes, offset, end, tokens == SHORT_TOKENS ? 4 : 6);
        int sequence = SubjectTokens.skip(bytes, times, end, 1);
        return new Delivered(number(bytes, times, end), number(bytes, sequence, end));
    }

    private static long number(byte[] bytes, int token, int end) {
        return Math.max(0, SubjectTokens.number(bytes, token, end));
    }
}
