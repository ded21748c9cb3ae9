// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes client ops into a byte array. Every method takes the position to write at and returns the position after the last byte; the caller has made room, by
 * {@link #publishBytesMax} for publishes.
 */
public final class OpEncoder {
    private static final byte[] DIGIT_PAIRS = digitPairs();
    private static final byte[] NOTHING = new byte[0];

    private OpEncoder() {}

    /** How many bytes a publish takes at most. */
    public static int publishBytesMax(int subjectLength, int replyLength, int headersLength, int payloadLength) {
        // "HPUB " + subject + " " + reply + " " + 10 digits + " " + 10 digits + CR LF + headers + payload + CR LF
        return Math.addExact(Math.addExact(subjectLength + replyLength + 32, headersLength), payloadLength);
    }

    /** {@code PUB subject [reply] size} or {@code HPUB …} up to where headers and payload follow. */
    public static int publishLine(
            byte[] b, int pos, byte[] subject, byte @Nullable [] reply, int headersLength, int payloadLength) {
        int p = pos;
        if (headersLength > 0) {
            b[p++] = 'H';
        }
        b[p++] = 'P';
        b[p++] = 'U';
        b[p++] = 'B';
        b[p++] = ' ';
        p = bytes(b, p, subject);
        b[p++] = ' ';
        if (reply != null) {
            p = bytes(b, p, reply);
            b[p++] = ' ';
        }
        if (headersLength > 0) {
            p = number(b, p, headersLength);
            b[p++] = ' ';
        }
        p = number(b, p, headersLength + payloadLength);
        return crlf(b, p);
    }

    /** The payload and its CR LF. */
    public static int payload(byte[] b, int pos, byte[] payload, int offset, int length) {
        System.arraycopy(payload, offset, b, pos, length);
        return crlf(b, pos + length);
    }

    /** The payload, whose position is left as it was, and its CR LF. */
    public static int payload(byte[] b, int pos, ByteBuffer payload) {
        int length = payload.remaining();
        payload.get(payload.position(), b, pos, length);
        return crlf(b, pos + length);
    }

    /** {@code SUB subject [queue] sid}, as an array of its own. */
    public static byte[] subscribe(byte[] subject, byte @Nullable [] queueGroup, int sid) {
        byte[] q = queueGroup == null ? NOTHING : queueGroup;
        byte[] b = new byte[subject.length + q.length + 20];
        int p = word(b, 0, "SUB ");
        p = bytes(b, p, subject);
        b[p++] = ' ';
        if (q.length > 0) {
            p = bytes(b, p, q);
            b[p++] = ' ';
        }
        return java.util.Arrays.copyOf(b, crlf(b, number(b, p, sid)));
    }

    /** {@code UNSUB sid [max]}, as an array of its own; {@code max} 0: at once. */
    public static byte[] unsubscribe(int sid, long max) {
        byte[] b = new byte[40];
        int p = number(b, word(b, 0, "UNSUB "), sid);
        if (max > 0) {
            b[p++] = ' ';
            p = number(b, p, max);
        }
        return java.util.Arrays.copyOf(b, crlf(b, p));
    }

    /** {@code PING}. */
    public static byte[] ping() {
        return new byte[] {'P', 'I', 'N', 'G', '\r', '\n'};
    }

    /** {@code PONG}. */
    public static byte[] pong() {
        return new byte[] {'P', 'O', 'N', 'G', '\r', '\n'};
    }

    /** A decimal number. */
    public static int number(byte[] b, int pos, long n) {
        if (n < 10) {
            b[pos] = (byte) ('0' + n);
            return pos + 1;
        }
        int end = pos + digits(n);
        int p = end;
        long rest = n;
        while (rest >= 10) {
            int pair = (int) (rest % 100) << 1;
            rest /= 100;
            b[--p] = DIGIT_PAIRS[pair + 1];
            b[--p] = DIGIT_PAIRS[pair];
        }
        if (p > pos) {
            b[--p] = (byte) ('0' + rest);
        }
        return end;
    }

    private static int digits(long n) {
        int digits = 1;
        long limit = 10;
        while (digits < 19 && n >= limit) {
            digits++;
            limit *= 10;
        }
        return digits;
    }

    private static int bytes(byte[] b, int pos, byte[] source) {
        System.arraycopy(source, 0, b, pos, source.length);
        return pos + source.length;
    }

    private static int word(byte[] b, int pos, String word) {
        for (int i = 0; i < word.length(); i++) {
            b[pos + i] = (byte) word.charAt(i);
        }
        return pos + word.length();
    }

    private static int crlf(byte[] b, int pos) {
        b[pos] = '\r';
        b[pos + 1] = '\n';
        return pos + 2;
    }

    private static byte[] digitPairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}
