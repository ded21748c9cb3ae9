// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.protocol.PublishFrame;
import java.util.Arrays;

/** Messages that outlive the call that brought them. */
final class Frames {
    private Frames() {}

    /** A copy with an array of its own. */
    static PublishFrame copy(PublishFrame frame) {
        return copy(frame, frame.bytes, frame.subject, frame.subjectLength);
    }

    /** A copy with an array of its own, on another subject. */
    static PublishFrame copy(PublishFrame frame, byte[] subject) {
        return copy(frame, subject, 0, subject.length);
    }

    private static PublishFrame copy(PublishFrame frame, byte[] subject, int offset, int length) {
        PublishFrame copy = new PublishFrame();
        int tail = length;
        int shift = tail - frame.tail;
        copy.bytes = new byte[tail + frame.tailLength];
        System.arraycopy(subject, offset, copy.bytes, 0, tail);
        System.arraycopy(frame.bytes, frame.tail, copy.bytes, tail, frame.tailLength);
        copy.subject = 0;
        copy.subjectLength = length;
        copy.sameSubject = false;
        copy.unsafe = frame.unsafe;
        copy.reply = frame.reply + shift;
        copy.replyLength = frame.replyLength;
        copy.headerLength = frame.headerLength;
        copy.payload = frame.payload + shift;
        copy.size = frame.size;
        copy.tail = tail;
        copy.tailLength = frame.tailLength;
        return copy;
    }

    /** The bytes of a range, as an array of their own. */
    static byte[] range(byte[] bytes, int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
