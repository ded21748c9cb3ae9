// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

import java.util.Arrays;

/**
 * Turns the bytes of one client into calls on {@link ClientOps}. Parses in place; what is incomplete is left to the caller, who presents
 * it again with more. Input split anywhere gives the same calls. Confined to the connection's loop. Example:
 * {@code "PUB a 2\r\nhi\r\n"} calls {@code publish} with the ranges of {@code a} and {@code hi}.
 */
public final class ClientOpDecoder implements InputDecoder {
    private static final int START = 0;
    private static final int ARGUMENTS = 1;
    private static final int SKIPPING = 2;
    private static final int PAYLOAD = 3;

    private static final int SIZE_DIGITS_MAX = 9;
    private static final int NOT_PLAIN = Integer.MIN_VALUE;

    private final ClientOps ops;
    private final PublishFrame frame = new PublishFrame();
    private final Arguments arguments = new Arguments();

    // what the session sets
    private int maxControlLine;
    private int maxPayload;
    private boolean headers;
    private boolean gated;
    private boolean announceSubjects;
    private boolean traceLines;

    // between calls
    private int state = START;
    private Verb verb = Verb.PUB;
    private boolean halted;
    private int wanted;
    private byte[] lastSubject = new byte[32];
    private int lastSubjectLength;
    private boolean sameSubject;
    private final AwaitedPublish awaited = new AwaitedPublish();

    /** A decoder that tells {@code ops}. */
    public ClientOpDecoder(ClientOps ops, int maxControlLine, int maxPayload) {
        this.ops = ops;
        this.maxControlLine = maxControlLine;
        this.maxPayload = maxPayload;
    }

    /** The longest argument part of a line. */
    public void maxControlLine(int bytes) {
        this.maxControlLine = bytes;
    }

    @Override
    public void maxPayload(int bytes) {
        this.maxPayload = bytes;
    }

    /** Whether HPUB is allowed. */
    public void headers(boolean allowed) {
        this.headers = allowed;
    }

    /** Whether only CONNECT is let through, unless {@link ClientOps#openGate} says otherwise. */
    public void gated(boolean shut) {
        this.gated = shut;
    }

    /** Whether {@link ClientOps#publishing} is called. */
    public void announceSubjects(boolean on) {
        this.announceSubjects = on;
    }

    /** Whether {@link ClientOps#line} is called. */
    public void traceLines(boolean on) {
        this.traceLines = on;
    }

    @Override
    public void halt() {
        halted = true;
    }

    @Override
    public void proceed() {
        halted = false;
    }

    @Override
    public int wanted() {
        return wanted;
    }

    @Override
    public int decode(byte[] b, int offset, int end) {
        int i = offset;
        wanted = 0;
        while (!halted) {
            switch (state) {
                case START -> {
                    if (i == end) {
                        return i;
                    }
                    int next = begin(b, i, end);
                    if (next < 0) {
                        return i;
                    }
                    i = next;
                }
                case ARGUMENTS -> {
                    int next = arguments(b, i, end);
                    if (next < 0) {
                        return ~next;
                    }
                    i = next;
                }
                case SKIPPING -> {
                    int newline = indexOf(b, i, end, '\n');
                    if (newline < 0) {
                        return end;
                    }
                    state = START;
                    i = newline + 1;
                    simple();
                }
                default -> {
                    int next = payload(b, i, end);
                    if (next < 0) {
                        return i;
                    }
                    i = next;
                }
            }
        }
        return i;
    }

    /** At the first byte of an operation: the index to go on from, -1 if the verb is incomplete. */
    private int begin(byte[] b, int i, int end) {
        if (gated && b[i] != 'C' && b[i] != 'c' && !ops.openGate()) {
            return fail(Malformed.NOT_LOGGED_IN, "", end);
        }
        if (end - i > 5 && b[i] == 'P' && b[i + 1] == 'U' && b[i + 2] == 'B' && b[i + 3] == ' ' && b[i + 4] > ' ') {
            verb = Verb.PUB;
            state = ARGUMENTS;
            return i + 4;
        }
        Verb found = Verb.at(b, i, end);
        if (found == null) {
            return Verb.couldBe(b, i, end) ? -1 : fail(Malformed.UNKNOWN_OPERATION, snippet(b, i, end), end);
        }
        int after = i + found.length();
        verb = found;
        if (found.isSimple()) {
            state = SKIPPING;
            return after;
        }
        if (after == end) {
            return -1;
        }
        if (found.needsSpace() && b[after] != ' ' && b[after] != '\t') {
            return fail(Malformed.UNKNOWN_OPERATION, snippet(b, after, end), end);
        }
        state = ARGUMENTS;
        return after;
    }

    private void simple() {
        if (verb == Verb.PING) {
            traced(new byte[0], 0, 0);
            ops.ping();
        } else if (verb == Verb.PONG) {
            traced(new byte[0], 0, 0);
            ops.pong();
        }
    }

    /** At or before the first argument: the index to go on from, or the complement of where the incomplete line starts. */
    private int arguments(byte[] b, int from, int end) {
        int start = from;
        while (start < end && (b[start] == ' ' || b[start] == '\t')) {
            start++;
        }
        if (verb == Verb.PUB && start < end) {
            int next = plainPublish(b, start, end);
            if (next != NOT_PLAIN) {
                return next;
            }
        }
        // The first byte of the arguments is never taken for the end of the line.
        int newline = start < end ? indexOf(b, start + 1, end, '\n') : -1;
        if (newline < 0) {
            if (end - start > maxControlLine + 1 || (end - start > maxControlLine && b[end - 1] != '\r')) {
                return fail(Malformed.CONTROL_LINE_TOO_LONG, snippet(b, start, end), end);
            }
            return ~start;
        }
        int stop = newline - 1 > start && b[newline - 1] == '\r' ? newline - 1 : newline;
        if (stop - start > maxControlLine) {
            return fail(Malformed.CONTROL_LINE_TOO_LONG, snippet(b, start, stop), end);
        }
        return line(b, start, stop, newline + 1, end);
    }

    /**
     * The common form of a PUB line, one space between its arguments and CRLF behind. Answers {@link #NOT_PLAIN} if it is not that, or not whole;
     * else as {@link #arguments}.
     */
    private int plainPublish(byte[] b, int start, int end) {
        int j;
        int known = lastSubjectLength;
        if (known > 0
                && end - start > known
                && b[start + known] == ' '
                && Arrays.equals(b, start, start + known, lastSubject, 0, known)) {
            j = start + known;
            sameSubject = true;
        } else {
            j = token(b, start, end);
            sameSubject = false;
        }
        if (j >= end || b[j] != ' ') {
            return NOT_PLAIN;
        }
        int second = j + 1;
        int k = second;
        int number = 0;
        int reply = 0;
        int digit;
        while (k < end && (digit = b[k] - '0') >= 0 && digit <= 9) {
            number = number * 10 + digit;
            k++;
        }
        if (k < end && b[k] > ' ') {
            k = token(b, k, end);
            if (k >= end || b[k] != ' ') {
                return NOT_PLAIN;
            }
            reply = k - second;
            number = 0;
            int digits = ++k;
            while (k < end && (digit = b[k] - '0') >= 0 && digit <= 9) {
                number = number * 10 + digit;
                k++;
            }
            if (k == digits || k - digits > SIZE_DIGITS_MAX) {
                return NOT_PLAIN;
            }
        } else if (k == second || k - second > SIZE_DIGITS_MAX) {
            return NOT_PLAIN;
        }
        if (k + 1 >= end || b[k] != '\r' || b[k + 1] != '\n') {
            return NOT_PLAIN;
        }
        if (k - start > maxControlLine || announceSubjects || traceLines || (maxPayload >= 0 && number > maxPayload)) {
            return NOT_PLAIN;
        }
        int body = k + 2;
        int stop = body + number;
        if (stop + 1 >= end) {
            awaited.plain(j - start, second - start, reply, number, body - start);
            state = PAYLOAD;
            return start;
        }
        if (b[stop] != '\r' || b[stop + 1] != '\n') {
            return fail(Malformed.UNKNOWN_OPERATION, snippet(b, stop, end), end);
        }
        PublishFrame f = frame;
        f.bytes = b;
        f.subject = start;
        f.subjectLength = j - start;
        f.sameSubject = sameSubject;
        f.unsafe = false;
        f.reply = second;
        f.replyLength = reply;
        f.headerLength = -1;
        f.payload = body;
        f.size = number;
        f.tail = second;
        f.tailLength = stop + 2 - second;
        if (!sameSubject) {
            remember(b, start, j - start);
        }
        state = START;
        ops.publish(f);
        return stop + 2;
    }

    /** A whole line: acts on it and returns the index behind it. */
    private int line(byte[] b, int start, int stop, int next, int end) {
        state = START;
        if (verb != Verb.INFO && verb != Verb.MINUS_ERR) {
            traced(b, start, stop - start);
        }
        switch (verb) {
            case PUB, HPUB -> {
                return publishLine(b, start, stop, next, end);
            }
            case SUB -> {
                arguments.split(b, start, stop, true);
                if (!arguments.count(2, 3)) {
                    return bad("processSub", b, start, stop, end);
                }
                int sid = arguments.count() - 1;
                ops.subscribe(
                        b,
                        arguments.at(0),
                        arguments.length(0),
                        arguments.at(1),
                        sid == 2 ? arguments.length(1) : 0,
                        arguments.at(sid),
                        arguments.length(sid));
            }
            case UNSUB -> {
                arguments.split(b, start, stop, true);
                if (!arguments.count(1, 2)) {
                    return bad("processUnsub", b, start, stop, end);
                }
                int max = arguments.count() == 2 ? arguments.number(b, 1) : -1;
                ops.unsubscribe(b, arguments.at(0), arguments.length(0), max);
            }
            case CONNECT -> ops.connect(b, start, stop - start);
            case MINUS_ERR -> ops.error(b, start, stop - start);
            case INFO -> ops.info(b, start, stop - start);
            default -> {}
        }
        return next;
    }

    private int publishLine(byte[] b, int start, int stop, int next, int end) {
        boolean withHeaders = verb == Verb.HPUB;
        if (withHeaders && !headers) {
            return fail(Malformed.HEADERS_NOT_SUPPORTED, "message headers not supported", end);
        }
        arguments.split(b, start, stop, false);
        int least = withHeaders ? 3 : 2;
        if (!arguments.count(least, least + 1)) {
            return bad(withHeaders ? "processHeaderPub" : "processPub", b, start, stop, end);
        }
        int last = arguments.count() - 1;
        int size = arguments.number(b, last);
        int headerLength = withHeaders ? arguments.number(b, last - 1) : -1;
        if (size < 0 || (withHeaders && (headerLength < 0 || headerLength > size))) {
            return bad(withHeaders ? "processHeaderPub" : "processPub", b, start, stop, end);
        }
        if (maxPayload >= 0 && size > maxPayload) {
            return fail(Malformed.PAYLOAD_TOO_LARGE, size + " vs " + maxPayload, end);
        }
        if (announceSubjects) {
            ops.publishing(b, arguments.at(0), arguments.length(0));
        }
        sameSubject = false;
        awaited.line(b, arguments, start, stop, next, least, size, headerLength);
        state = PAYLOAD;
        return start;
    }

    /** At the first argument of a PUB whose line is known: the index behind its payload, or -1 if that is incomplete. */
    private int payload(byte[] b, int start, int end) {
        AwaitedPublish own = awaited;
        int body = start + own.lineLength();
        int stop = body + own.size();
        if (stop < end && b[stop] != '\r') {
            return fail(Malformed.UNKNOWN_OPERATION, snippet(b, stop, end), end);
        }
        if (stop + 1 >= end) {
            wanted = own.lineLength()
                    + own.size()
                    + (stop < end ? 2 : 1); // the byte behind the payload may be wrong already
            return -1;
        }
        if (b[stop + 1] != '\n') {
            return fail(Malformed.UNKNOWN_OPERATION, snippet(b, stop, end), end);
        }
        PublishFrame f = frame;
        f.sameSubject = sameSubject;
        own.fill(f, b, start, stop + 2);
        if (f.unsafe) {
            lastSubjectLength = 0;
        } else if (!sameSubject) {
            remember(f.bytes, f.subject, f.subjectLength);
        }
        state = START;
        ops.publish(f);
        return stop + 2;
    }

    private int bad(String what, byte[] b, int start, int stop, int end) {
        return fail(Malformed.BAD_ARGUMENTS, what + " Parse Error: \"" + snippet(b, start, stop) + '"', end);
    }

    private int fail(Malformed kind, String detail, int end) {
        halted = true;
        ops.malformed(kind, detail);
        return end;
    }

    private void remember(byte[] b, int at, int length) {
        if (lastSubject.length < length) {
            lastSubject = new byte[Math.max(length, 2 * lastSubject.length)];
        }
        System.arraycopy(b, at, lastSubject, 0, length);
        lastSubjectLength = length;
    }

    private void traced(byte[] b, int at, int length) {
        if (traceLines) {
            ops.line(verb.text(), b, at, length);
        }
    }

    /** The end of a run of bytes that neither separate nor end anything. */
    private static int token(byte[] b, int from, int end) {
        int i = from;
        while (i < end && (b[i] > ' ' || b[i] < 0)) {
            i++;
        }
        return i;
    }

    private static int indexOf(byte[] b, int from, int end, char wanted) {
        for (int i = from; i < end; i++) {
            if (b[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static String snippet(byte[] b, int from, int end) {
        return Snippets.quoted(b, from, Math.min(end, from + 32));
    }
}
