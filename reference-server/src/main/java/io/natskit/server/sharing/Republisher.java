// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Outbox;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.subject.Interest;
import io.natskit.server.tracing.MessageTrace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a message again, in another account and while the first publish still goes on: so it has a lane of its own, and another one for
 * what comes of that, and so on to a bound. Confined to one loop.
 */
final class Republisher {
    private static final int DEPTH_MAX = 16;

    private final RouterLane lane;
    private final int index;
    private final int depth;
    private final PublishFrame frame = new PublishFrame();
    private byte[] bytes = new byte[512];
    private int length;
    private boolean busy;
    private @Nullable Republisher inner;

    Republisher(int index) {
        this(index, 1);
    }

    private Republisher(int index, int depth) {
        this.index = index;
        this.depth = depth;
        this.lane = new RouterLane(index);
    }

    /** The first that is free; null if the message has gone through too many accounts. */
    @Nullable
    Republisher free() {
        Republisher one = this;
        while (one.busy) {
            if (one.depth == DEPTH_MAX) {
                return null;
            }
            if (one.inner == null) {
                one.inner = new Republisher(one.index, one.depth + 1);
            }
            one = one.inner;
        }
        return one;
    }

    /** Whether the message has come through another import already. */
    boolean isNested() {
        return depth > 1;
    }

    /**
     * Sends a message, noting its way where that is traced; reply and header block may be empty. It is shown under another subject than its own unless that
     * is empty. Answers how many got it.
     */
    int publish(
            Interest<Subscription> interest,
            byte[] subject,
            byte[] shown,
            byte[] reply,
            byte[] header,
            byte[] payload,
            int payloadOffset,
            int payloadLength,
            @Nullable Outbox origin,
            @Nullable MessageTrace trace) {
        length = 0;
        int size = header.length + payloadLength;
        room(subject.length + shown.length + reply.length + size + 32);
        PublishFrame f = frame;
        f.subject = 0;
        f.subjectLength = subject.length;
        add(subject, 0, subject.length);
        f.shown = length;
        f.shownLength = shown.length;
        add(shown, 0, shown.length);
        f.tail = length;
        f.reply = length;
        f.replyLength = reply.length;
        if (reply.length > 0) {
            add(reply, 0, reply.length);
            bytes[length++] = ' ';
        }
        if (header.length > 0) {
            text(Integer.toString(header.length));
            bytes[length++] = ' ';
        }
        text(Integer.toString(size));
        text("\r\n");
        f.headerLength = header.length > 0 ? header.length : -1;
        f.payload = length;
        f.size = size;
        add(header, 0, header.length);
        add(payload, payloadOffset, payloadLength);
        text("\r\n");
        f.tailLength = length - f.tail;
        f.bytes = bytes;
        f.sameSubject = false;
        busy = true;
        try {
            return trace == null
                    ? lane.publish(interest, f, origin, null)
                    : lane.publishTraced(interest, f, origin, trace);
        } finally {
            busy = false;
        }
    }

    private void room(int more) {
        if (bytes.length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(more, 2 * bytes.length));
        }
    }

    private void add(byte[] source, int offset, int count) {
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    private void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }
}
