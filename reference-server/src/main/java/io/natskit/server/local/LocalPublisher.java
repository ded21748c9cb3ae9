// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.local;

import io.natskit.server.account.Account;
import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.subject.Matches;
import java.util.Arrays;

/**
 * Publishes for the server itself, into any account, from one loop. The line is built in an array that is used again for the next message.
 * Confined to its loop.
 */
public final class LocalPublisher {
    private static final byte[] NOTHING = {};

    private final RouterLane lane;
    private final PublishFrame frame = new PublishFrame();
    private final Matches<Subscription> matches = new Matches<>();
    private byte[] bytes = new byte[512];
    private int length;

    LocalPublisher(RouterLane lane) {
        this.lane = lane;
    }

    /** Sends a payload to a subject; answers how many got it. */
    public int publish(Account<Subscription> account, byte[] subject, byte[] payload) {
        return publish(account, subject, NOTHING, NOTHING, payload);
    }

    /** Sends a message; reply and header block may be empty. Answers how many got it. */
    public int publish(Account<Subscription> account, byte[] subject, byte[] reply, byte[] header, byte[] payload) {
        return publish(
                account,
                subject,
                subject.length,
                NOTHING,
                0,
                0,
                reply,
                reply.length,
                header,
                0,
                header.length,
                payload,
                0,
                payload.length);
    }

    /**
     * Sends a message that is made of ranges, all copied. It is routed by {@code subject} and shown to its subscribers as {@code shown},
     * or as {@code subject} if that is empty. An empty header block is none. Answers how many got it.
     */
    public int publish(
            Account<Subscription> account,
            byte[] subject,
            int subjectLength,
            byte[] shown,
            int shownOffset,
            int shownLength,
            byte[] reply,
            int replyLength,
            byte[] header,
            int headerOffset,
            int headerLength,
            byte[] payload,
            int payloadOffset,
            int payloadLength) {
        length = 0;
        int size = headerLength + payloadLength;
        room(subjectLength + shownLength + replyLength + size + 32);
        PublishFrame f = frame;
        f.subject = 0;
        f.subjectLength = subjectLength;
        add(subject, 0, subjectLength);
        f.shown = length;
        f.shownLength = shownLength;
        add(shown, shownOffset, shownLength);
        f.tail = length;
        f.reply = length;
        f.replyLength = replyLength;
        if (replyLength > 0) {
            add(reply, 0, replyLength);
            bytes[length++] = ' ';
        }
        if (headerLength > 0) {
            number(headerLength);
            bytes[length++] = ' ';
        }
        number(size);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        f.headerLength = headerLength > 0 ? headerLength : -1;
        f.payload = length;
        f.size = size;
        add(header, headerOffset, headerLength);
        add(payload, payloadOffset, payloadLength);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        f.tailLength = length - f.tail;
        f.bytes = bytes;
        f.sameSubject = false;
        return lane.publish(account.interest(), f, null, null);
    }

    /** Whether anybody would get a message on this subject. */
    public boolean hasInterest(Account<Subscription> account, byte[] subject) {
        account.interest().match(subject, 0, subject.length, matches);
        boolean some = !matches.isEmpty();
        matches.clear();
        return some;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }

    private void add(byte[] source, int offset, int count) {
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    private void number(int value) {
        int digits = 1;
        for (int rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        int rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }
}
