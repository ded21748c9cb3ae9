// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.protocol.PublishFrame;
import java.util.Arrays;

/** What one loop makes packets and messages with: room that is used again, and the topic of the last subject. Confined to its loop. */
final class Lane {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final int NUMBERS_MAX = 24;

    // out: the head of a PUBLISH
    private byte[] subject = {};
    private byte[] topic = {};
    private Sparkplug.Kind kind = Sparkplug.Kind.NONE;
    private byte[] head = new byte[128];

    // in: a message as NATS frames it
    private final PublishFrame frame = new PublishFrame();
    private byte[] bytes = new byte[512];

    /** Turns to a subject: {@link #topic()} and {@link #kind()} are its own until the next one. */
    void turnTo(byte[] source, int offset, int length) {
        if (subject.length == length && Arrays.equals(subject, 0, length, source, offset, offset + length)) {
            return;
        }
        subject = Arrays.copyOfRange(source, offset, offset + length);
        topic = Topics.ofSubject(source, offset, length);
        kind = Sparkplug.kind(topic);
    }

    byte[] topic() {
        return topic;
    }

    Sparkplug.Kind kind() {
        return kind;
    }

    /** The array that {@link #writeHead} has written to. */
    byte[] head() {
        return head;
    }

    /** Writes the part of a PUBLISH on {@link #topic()} that stands before its payload; answers its length. */
    int writeHead(int flags, int identifier, int payloadLength) {
        int needed = PacketWriter.headMax(topic.length);
        if (head.length < needed) {
            head = new byte[2 * needed];
        }
        return PacketWriter.head(head, flags, topic, identifier, payloadLength);
    }

    /** A message of NATS, of copies of these; good until the next one. */
    PublishFrame frame(byte[] to, byte[] header, byte[] payload, int offset, int length, boolean sameSubject) {
        int size = header.length + length;
        int needed = to.length + NUMBERS_MAX + size + CRLF.length;
        if (bytes.length < needed) {
            bytes = new byte[Math.max(needed, 2 * bytes.length)];
        }
        PublishFrame f = frame;
        int at = put(0, to, 0, to.length);
        f.subject = 0;
        f.subjectLength = to.length;
        f.tail = at;
        f.reply = at;
        f.replyLength = 0;
        at = number(at, header.length);
        bytes[at++] = ' ';
        at = number(at, size);
        at = put(at, CRLF, 0, CRLF.length);
        f.payload = at;
        f.headerLength = header.length;
        f.size = size;
        at = put(at, header, 0, header.length);
        at = put(at, payload, offset, length);
        at = put(at, CRLF, 0, CRLF.length);
        f.tailLength = at - f.tail;
        f.bytes = bytes;
        f.sameSubject = sameSubject;
        return f;
    }

    private int put(int at, byte[] source, int offset, int length) {
        System.arraycopy(source, offset, bytes, at, length);
        return at + length;
    }

    private int number(int at, int value) {
        byte[] digits = Names.bytes(Integer.toString(value));
        return put(at, digits, 0, digits.length);
    }
}
