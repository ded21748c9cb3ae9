// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes from one socket into calls on {@link ServerOps}. Confined to the I/O thread; parses in place and keeps only a partial op between calls. Throws
 * {@link ProtocolException} on malformed input and is then unusable. Example: {@code "MSG a.b 7 2\r\nhi\r\n"} calls {@code msg} with the ranges of {@code a.b},
 * 7 and {@code hi}.
 *
 * <p>A size is believed only as far as its bytes arrive: the buffer of a partial message grows with what was received.
 */
public final class OpDecoder {
    /** The longest line taken, INFO with all its URLs included. */
    public static final int LINE_BYTES_MAX = 1 << 20;
    /** The largest message taken, headers included: twice what a server can be configured to let pass. */
    public static final int MESSAGE_BYTES_MAX = 1 << 27;

    private static final int INCOMPLETE = -1;
    private static final int TRUSTED_BYTES = 1 << 20;
    private static final int KEPT_BYTES = 1 << 16;
    private static final int LARGE_BYTES = 1 << 15;
    private static final byte[] NONE = new byte[0];

    private final MsgRange range = new MsgRange();
    // the partial op: what arrived of it, and its whole length where the control line told it
    private byte[] tail = NONE;
    private int tailLength;
    private int needed;
    // the payload of a partial message that is large, which needs no second copy: how much of it arrived, and of the
    // line end behind it
    private byte @Nullable [] own;
    private int ownLength;
    private int lineEndLength;
    private boolean stopped;
    // the head "MSG subject sid " of the last message: the next one mostly starts with the same bytes
    private byte[] head = new byte[64];
    private int headLength;
    private int headSubjectLength;
    private int headSid;
    // end of the last number read
    private int cursor;

    /** A decoder for a new socket. */
    public OpDecoder() {}

    /** Makes {@link #decode} return after the op whose call is running: what follows is in another language (TLS). */
    public void stop() {
        stopped = true;
    }

    /**
     * Decodes a block of bytes, calling {@code ops} for each whole op. The array is free on return.
     *
     * @return how many bytes were used: all of them, unless {@link #stop} was called
     */
    public int decode(byte[] b, int offset, int length, ServerOps ops) {
        int pos = offset;
        int end = offset + length;
        stopped = false;
        while (tailLength > 0 && pos < end && !stopped) {
            pos = own == null ? completeTail(b, pos, end, ops) : completeOwn(own, b, pos, end, ops);
        }
        while (pos < end && !stopped) {
            int next = op(b, pos, end, ops);
            if (next == INCOMPLETE) {
                keep(b, pos, end, ops);
                return length;
            }
            pos = next;
        }
        return pos - offset;
    }

    /** How many bytes of a large payload are still to come: they have an array of their own, and {@link #fill} puts them there; 0: none has begun. */
    public int missing() {
        byte[] payload = own;
        return payload == null ? 0 : payload.length - ownLength;
    }

    /** Takes what is {@link #missing}, as far as it is there, straight from memory outside the heap; what follows is for {@link #decode}. */
    public void fill(ByteBuffer bytes) {
        byte[] payload = own;
        if (payload != null) {
            int take = Math.min(payload.length - ownLength, bytes.remaining());
            bytes.get(payload, ownLength, take);
            ownLength += take;
        }
    }

    private int completeTail(byte[] b, int pos, int end, ServerOps ops) {
        int take = needed > 0 ? Math.min(needed - tailLength, end - pos) : throughLineFeed(b, pos, end) - pos;
        append(b, pos, take);
        boolean line = b[pos + take - 1] == '\n';
        if (needed > 0 ? tailLength == needed : line) {
            int length = tailLength;
            byte[] whole = tail;
            needed = 0;
            tailLength = 0;
            if (op(whole, 0, length, ops) == INCOMPLETE) {
                tailLength = length;
            } else if (tail.length > KEPT_BYTES) {
                tail = NONE;
            }
        }
        return pos + take;
    }

    private int completeOwn(byte[] payload, byte[] b, int pos, int end, ServerOps ops) {
        int take = Math.min(payload.length - ownLength, end - pos);
        System.arraycopy(b, pos, payload, ownLength, take);
        ownLength += take;
        int at = pos + take;
        while (lineEndLength < 2 && at < end && ownLength == payload.length) {
            if (b[at] != (lineEndLength == 0 ? '\r' : '\n')) {
                throw unterminated(payload.length, b[at], 0);
            }
            lineEndLength++;
            at++;
        }
        if (lineEndLength == 2) {
            int length = tailLength;
            needed = 0;
            tailLength = 0;
            // its line again, and the headers: they are short
            op(tail, 0, length, ops);
            own = null;
        }
        return at;
    }

    private static int throughLineFeed(byte[] b, int pos, int end) {
        for (int i = pos; i < end; i++) {
            if (b[i] == '\n') {
                return i + 1;
            }
        }
        return end;
    }

    private void keep(byte[] b, int pos, int end, ServerOps ops) {
        tailLength = 0;
        MsgRange r = range;
        int begun = end - r.payloadOffset;
        boolean large = needed > 0 && r.payloadLength >= LARGE_BYTES && r.payloadLength <= TRUSTED_BYTES;
        if (!large || begun < 0 || begun > r.payloadLength) {
            append(b, pos, end - pos);
            return;
        }
        append(b, pos, r.payloadOffset - pos);
        byte[] payload = ops.room(r);
        System.arraycopy(b, r.payloadOffset, payload, 0, begun);
        own = payload;
        ownLength = begun;
        lineEndLength = 0;
    }

    private void append(byte[] b, int pos, int length) {
        int want = tailLength + length;
        if (needed == 0 && want > LINE_BYTES_MAX) {
            throw new ProtocolException(
                    "line of more than " + want + " bytes (expected: at most " + LINE_BYTES_MAX + ")");
        }
        if (tail.length < want) {
            int trusted = Math.min(needed, Math.max(TRUSTED_BYTES, 2 * tail.length));
            tail = Arrays.copyOf(tail, Math.max(Math.max(want, trusted), Math.min(512, 2 * want)));
        }
        System.arraycopy(b, pos, tail, tailLength, length);
        tailLength = want;
    }

    /** One op from {@code pos}: where the next one begins, or INCOMPLETE; sets {@link #needed} once the whole length is known. */
    private int op(byte[] b, int pos, int end, ServerOps ops) {
        if (headLength > 0 && end - pos > headLength && Arrays.equals(b, pos, pos + headLength, head, 0, headLength)) {
            return sameHead(b, pos, end, ops);
        }
        switch (b[pos]) {
            case 'M', 'm':
                return message(b, pos, end, 4, ops);
            case 'H', 'h':
                return message(b, pos, end, 5, ops);
            case 'P', 'p', '+', '-', 'I', 'i':
                return line(b, pos, end, ops);
            default:
                throw unknown(b, pos, end);
        }
    }

    private int sameHead(byte[] b, int pos, int end, ServerOps ops) {
        int at = pos + headLength;
        int size = number(b, at, end);
        int after = cursor;
        if (size < 0 || after + 1 >= end || b[after] != '\r' || b[after + 1] != '\n') {
            return message(b, pos, end, 4, ops);
        }
        MsgRange r = range;
        r.subjectOffset = pos + 4;
        r.subjectLength = headSubjectLength;
        r.sid = headSid;
        r.replyOffset = pos; // empty, but inside this buffer
        r.replyLength = 0;
        r.headersLength = 0;
        return body(b, pos, end, after + 2, 0, size, ops);
    }

    private int message(byte[] b, int pos, int end, int wordLength, ServerOps ops) {
        int lineEnd = lineEnd(b, pos, end);
        if (lineEnd == INCOMPLETE) {
            return incompleteLine(b, pos, end);
        }
        boolean withHeaders = wordLength == 5;
        expectWord(b, pos, lineEnd, withHeaders ? "HMSG" : "MSG");
        MsgRange r = range;
        r.buffer = b;
        int i = skipBlanks(b, pos + wordLength - 1, lineEnd);
        r.subjectOffset = i;
        i = tokenEnd(b, i, lineEnd);
        r.subjectLength = i - r.subjectOffset;
        i = skipBlanks(b, i, lineEnd);
        int sidOffset = i;
        r.sid = number(b, i, lineEnd);
        int sidEnd = tokenEnd(b, i, lineEnd);
        if (r.subjectLength == 0 || r.sid < 0 || cursor != sidEnd) {
            throw malformed(b, pos, lineEnd);
        }
        int third = skipBlanks(b, sidEnd, lineEnd);
        int thirdEnd = tokenEnd(b, third, lineEnd);
        int fourth = skipBlanks(b, thirdEnd, lineEnd);
        int fourthEnd = tokenEnd(b, fourth, lineEnd);
        if (!withHeaders) {
            boolean reply = fourthEnd > fourth;
            r.replyOffset = third;
            r.replyLength = reply ? thirdEnd - third : 0;
            int total = reply ? whole(b, pos, fourth, fourthEnd, lineEnd) : whole(b, pos, third, thirdEnd, lineEnd);
            expectEnd(b, pos, reply ? fourthEnd : thirdEnd, lineEnd);
            rememberHead(b, pos, sidOffset, sidEnd);
            return body(b, pos, end, afterLine(b, lineEnd), 0, total, ops);
        }
        int fifth = skipBlanks(b, fourthEnd, lineEnd);
        int fifthEnd = tokenEnd(b, fifth, lineEnd);
        boolean reply = fifthEnd > fifth;
        r.replyOffset = third;
        r.replyLength = reply ? thirdEnd - third : 0;
        int headers = reply ? whole(b, pos, fourth, fourthEnd, lineEnd) : whole(b, pos, third, thirdEnd, lineEnd);
        int total = reply ? whole(b, pos, fifth, fifthEnd, lineEnd) : whole(b, pos, fourth, fourthEnd, lineEnd);
        expectEnd(b, pos, reply ? fifthEnd : fourthEnd, lineEnd);
        if (headers > total) {
            throw malformed(b, pos, lineEnd);
        }
        return body(b, pos, end, afterLine(b, lineEnd), headers, total, ops);
    }

    private int body(byte[] b, int pos, int end, int start, int headers, int total, ServerOps ops) {
        int after = start + total;
        MsgRange r = range;
        r.buffer = b;
        r.headersOffset = start;
        r.headersLength = headers;
        r.payloadOffset = start + headers;
        r.payloadLength = total - headers;
        byte[] apart = own;
        if (apart != null) {
            r.payload = apart;
            ops.msg(r);
            r.payload = null;
            return end;
        }
        if (after + 2 > end) {
            needed = after + 2 - pos;
            return INCOMPLETE;
        }
        if (b[after] != '\r' || b[after + 1] != '\n') {
            throw unterminated(total, b[after], b[after + 1]);
        }
        ops.msg(r);
        return after + 2;
    }

    private static ProtocolException unterminated(int total, int first, int second) {
        return new ProtocolException("message of " + total + " bytes is not followed by CR LF, but by "
                + Math.floorMod(first, 256) + " " + Math.floorMod(second, 256));
    }

    private void rememberHead(byte[] b, int pos, int sidOffset, int sidEnd) {
        int length = sidEnd + 1 - pos;
        boolean plain = range.subjectOffset == pos + 4 && sidOffset == pos + 5 + range.subjectLength;
        if (!plain || b[sidEnd] != ' ' || length > head.length) {
            headLength = 0;
            return;
        }
        System.arraycopy(b, pos, head, 0, length);
        headLength = length;
        headSubjectLength = range.subjectLength;
        headSid = range.sid;
    }

    private int line(byte[] b, int pos, int end, ServerOps ops) {
        int lineEnd = lineEnd(b, pos, end);
        if (lineEnd == INCOMPLETE) {
            return incompleteLine(b, pos, end);
        }
        switch (b[pos]) {
            case '+':
                expectWord(b, pos, lineEnd, "+OK");
                ops.ok();
                break;
            case '-':
                expectWord(b, pos, lineEnd, "-ERR");
                error(b, pos + 4, lineEnd, ops);
                break;
            case 'I', 'i':
                expectWord(b, pos, lineEnd, "INFO");
                int json = skipBlanks(b, pos + 4, lineEnd);
                ops.info(b, json, lineEnd - json);
                break;
            default:
                if (lineEnd - pos > 1 && (b[pos + 1] | 0x20) == 'i') {
                    expectWord(b, pos, lineEnd, "PING");
                    ops.ping();
                } else {
                    expectWord(b, pos, lineEnd, "PONG");
                    ops.pong();
                }
        }
        return afterLine(b, lineEnd);
    }

    private static void error(byte[] b, int from, int lineEnd, ServerOps ops) {
        int start = skipBlanks(b, from, lineEnd);
        int stop = lineEnd;
        if (stop - start >= 2 && b[start] == '\'' && b[stop - 1] == '\'') {
            start++;
            stop--;
        }
        ops.err(b, start, stop - start);
    }

    /** Where the line's text ends (before CR LF or LF), or INCOMPLETE. */
    private static int lineEnd(byte[] b, int pos, int end) {
        for (int i = pos; i < end; i++) {
            if (b[i] == '\n') {
                return i > pos && b[i - 1] == '\r' ? i - 1 : i;
            }
        }
        return INCOMPLETE;
    }

    private static int afterLine(byte[] b, int lineEnd) {
        return b[lineEnd] == '\r' ? lineEnd + 2 : lineEnd + 1;
    }

    private static int incompleteLine(byte[] b, int pos, int end) {
        if (end - pos > LINE_BYTES_MAX) {
            throw new ProtocolException(
                    "line of more than " + (end - pos) + " bytes (expected: at most " + LINE_BYTES_MAX + ")");
        }
        return INCOMPLETE;
    }

    private static void expectWord(byte[] b, int pos, int lineEnd, String word) {
        int length = word.length();
        boolean same = lineEnd - pos >= length;
        for (int i = 0; same && i < length; i++) {
            int c = b[pos + i];
            same = c == word.charAt(i) || (c - 32 == word.charAt(i) && c >= 'a' && c <= 'z');
        }
        if (!same || (lineEnd - pos > length && !isBlank(b[pos + length]))) {
            throw unknown(b, pos, lineEnd);
        }
    }

    private static void expectEnd(byte[] b, int pos, int from, int lineEnd) {
        if (skipBlanks(b, from, lineEnd) != lineEnd) {
            throw malformed(b, pos, lineEnd);
        }
    }

    private int whole(byte[] b, int pos, int from, int to, int lineEnd) {
        int n = number(b, from, to);
        if (n < 0 || cursor != to) {
            throw malformed(b, pos, lineEnd);
        }
        return n;
    }

    /** The decimal number at {@code from}, leaving {@link #cursor} after its last digit; -1 where there is none. Too large a number is refused. */
    private int number(byte[] b, int from, int to) {
        int n = 0;
        int i = from;
        for (; i < to; i++) {
            int digit = b[i] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            n = n * 10 + digit;
            if (n > MESSAGE_BYTES_MAX) {
                throw new ProtocolException(
                        "number of more than " + n + " (expected: at most " + MESSAGE_BYTES_MAX + ")");
            }
        }
        cursor = i;
        return i == from ? -1 : n;
    }

    private static int skipBlanks(byte[] b, int from, int to) {
        int i = from;
        while (i < to && isBlank(b[i])) {
            i++;
        }
        return i;
    }

    private static int tokenEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && !isBlank(b[i])) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    private static ProtocolException unknown(byte[] b, int pos, int end) {
        return new ProtocolException("unknown operation \"" + excerpt(b, pos, end)
                + "\" (expected: INFO, MSG, HMSG, PING, PONG, +OK, -ERR)");
    }

    private static ProtocolException malformed(byte[] b, int pos, int end) {
        return new ProtocolException(
                "malformed \"" + excerpt(b, pos, end) + "\" (expected: [H]MSG subject sid [reply] [headers] size)");
    }

    private static String excerpt(byte[] b, int pos, int end) {
        int length = Math.min(end - pos, 80);
        StringBuilder text = new StringBuilder(length);
        for (char c : new String(b, pos, length, StandardCharsets.ISO_8859_1).toCharArray()) {
            text.append(c >= ' ' && c < 127 ? c : '?');
        }
        return text.toString();
    }
}
