// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

/**
 * A PUB or HPUB whose line has been read and whose payload is awaited: where its parts lie, counted from the first argument, since the
 * bytes may be presented again elsewhere. One object a decoder, used again for each message.
 */
final class AwaitedPublish {
    private static final int NUMBER_MAX = 32;

    private int lineLength;
    private int subjectLength;
    private int subjectAt;
    private int replyAt;
    private int replyLength;
    private int headerLength;
    private int headerAt;
    private int sizeAt;
    private int size;
    /** Where the part begins that receivers get as it is; -1 if the line must be written anew for them. */
    private int tailAt;

    private boolean unsafe;

    /** The length of the line from the first argument on, its end included. */
    int lineLength() {
        return lineLength;
    }

    /** The length of the payload, headers included. */
    int size() {
        return size;
    }

    /** A line in the common form. */
    void plain(int subject, int second, int reply, int number, int line) {
        subjectAt = 0;
        subjectLength = subject;
        replyAt = second;
        replyLength = reply;
        unsafe = false;
        headerLength = -1;
        size = number;
        lineLength = line;
        tailAt = second;
    }

    /** A line in any form, split into its arguments; {@code least} of them without a reply subject, {@code next} is behind its end. */
    void line(byte[] b, Arguments arguments, int start, int stop, int next, int least, int length, int headers) {
        int last = arguments.count() - 1;
        size = length;
        headerLength = headers;
        subjectAt = arguments.at(0) - start;
        subjectLength = arguments.length(0);
        unsafe = arguments.isUnsafe(b);
        boolean reply = arguments.count() > least;
        replyAt = arguments.at(1) - start;
        replyLength = reply ? arguments.length(1) : 0;
        headerAt = arguments.at(last - 1) - start;
        sizeAt = arguments.at(last) - start;
        tailAt = arguments.isSingleSpaced(b, stop, next) ? replyAt : -1;
        lineLength = next - start;
    }

    /** Fills a frame, now that all is there: from {@code start}, the first argument, to {@code stop}, behind the payload's end. */
    void fill(PublishFrame f, byte[] b, int start, int stop) {
        f.headerLength = headerLength;
        f.size = size;
        f.unsafe = unsafe;
        f.subjectLength = subjectLength;
        f.replyLength = replyLength;
        int body = start + lineLength;
        if (tailAt < 0) {
            rewrite(f, b, start, body, stop);
            return;
        }
        f.bytes = b;
        f.subject = start + subjectAt;
        f.reply = start + replyAt;
        f.payload = body;
        f.tail = start + tailAt;
        f.tailLength = stop - f.tail;
    }

    /** Brings a line with other spacing into the one form that receivers get. */
    private void rewrite(PublishFrame f, byte[] b, int start, int body, int stop) {
        CanonicalLine line = new CanonicalLine(subjectLength + replyLength + NUMBER_MAX + stop - body);
        f.subject = line.token(b, start + subjectAt, subjectLength);
        f.tail = line.length();
        f.reply = f.tail;
        if (replyLength > 0) {
            line.token(b, start + replyAt, replyLength);
        }
        if (headerLength >= 0) {
            line.token(b, start + headerAt, Arguments.tokenLength(b, start + headerAt));
        }
        line.last(b, start + sizeAt, Arguments.tokenLength(b, start + sizeAt));
        f.payload = line.length();
        line.bytes(b, body, stop - body);
        f.tailLength = line.length() - f.tail;
        f.bytes = line.array();
    }
}
