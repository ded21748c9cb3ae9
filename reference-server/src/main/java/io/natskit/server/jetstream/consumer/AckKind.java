// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

/** What an acknowledgement's payload asks for. What is none of these is answered as if it were understood, and changes nothing. */
enum AckKind {
    /** {@code ""}, {@code +ACK} or {@code +OK}. */
    ACK,
    /** {@code -NAK}, perhaps with a delay. */
    NAK,
    /** {@code +WPI}: work goes on. */
    PROGRESS,
    /** {@code +NXT}: acknowledged, and the next pull request follows. */
    NEXT,
    /** {@code +TERM}, perhaps with a reason. */
    TERMINATE,
    /** Anything else. */
    UNKNOWN;

    private static final byte[] PLUS_ACK = {'+', 'A', 'C', 'K'};
    private static final byte[] PLUS_OK = {'+', 'O', 'K'};
    private static final byte[] PLUS_NXT = {'+', 'N', 'X', 'T'};
    private static final byte[] MINUS_NAK = {'-', 'N', 'A', 'K'};
    private static final byte[] PLUS_WPI = {'+', 'W', 'P', 'I'};
    private static final byte[] PLUS_TERM = {'+', 'T', 'E', 'R', 'M'};

    /** Reads a payload. */
    static AckKind of(byte[] bytes, int offset, int length) {
        if (length == 0 || is(PLUS_ACK, bytes, offset, length) || is(PLUS_OK, bytes, offset, length)) {
            return ACK;
        }
        if (starts(PLUS_NXT, bytes, offset, length)) {
            return NEXT;
        }
        if (starts(MINUS_NAK, bytes, offset, length)) {
            return NAK;
        }
        if (is(PLUS_WPI, bytes, offset, length)) {
            return PROGRESS;
        }
        return starts(PLUS_TERM, bytes, offset, length) ? TERMINATE : UNKNOWN;
    }

    /** The word for it, the empty payload's too. */
    String word() {
        return switch (this) {
            case ACK -> "+ACK";
            case NEXT -> "+NXT";
            case NAK -> "-NAK";
            case PROGRESS -> "+WPI";
            case TERMINATE -> "+TERM";
            case UNKNOWN -> "";
        };
    }

    /** How long the word is that an argument may follow. */
    int wordLength() {
        return this == TERMINATE ? PLUS_TERM.length : PLUS_NXT.length;
    }

    private static boolean is(byte[] word, byte[] bytes, int offset, int length) {
        return length == word.length && starts(word, bytes, offset, length);
    }

    private static boolean starts(byte[] word, byte[] bytes, int offset, int length) {
        if (length < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes[offset + i] != word[i]) {
                return false;
            }
        }
        return true;
    }
}
