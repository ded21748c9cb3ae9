// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.local;

import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Publication;
import io.natskit.server.router.PublisherInfo;
import io.natskit.server.router.Subscription;
import io.natskit.server.tracing.MessageTrace;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A message that one of the server's own subscriptions was offered, copied into an array of its own: subject, reply, header block, payload,
 * one behind the other. Immutable but for the link of the inbox that it waits in.
 */
public final class LocalMessage {
    private static final byte[] NOTHING = {};

    private final byte[] bytes;
    private final int subjectLength;
    private final int replyLength;
    private final int headerLength;
    private final Subscription subscription;
    private final @Nullable PublisherInfo publisher;
    private final boolean refused;

    private @Nullable MessageTrace trace;

    // the inbox's
    @Nullable
    LocalMessage next;

    private LocalMessage(
            byte[] bytes,
            int subjectLength,
            int replyLength,
            int headerLength,
            Subscription subscription,
            @Nullable PublisherInfo publisher,
            boolean refused) {
        this.bytes = bytes;
        this.subjectLength = subjectLength;
        this.replyLength = replyLength;
        this.headerLength = headerLength;
        this.subscription = subscription;
        this.publisher = publisher;
        this.refused = refused;
    }

    static LocalMessage copyOf(Publication message, Subscription subscription, @Nullable PublisherInfo publisher) {
        PublishFrame frame = message.frame();
        byte[] renamed = message.shownAs();
        // what a consumer delivers goes by one subject and is shown as another
        boolean shown = frame.shownLength > 0;
        int subject = renamed != null ? renamed.length : shown ? frame.shownLength : frame.subjectLength;
        int reply = frame.replyLength;
        byte[] bytes = new byte[subject + reply + frame.size];
        if (renamed != null) {
            System.arraycopy(renamed, 0, bytes, 0, subject);
        } else {
            System.arraycopy(frame.bytes, shown ? frame.shown : frame.subject, bytes, 0, subject);
        }
        if (reply > 0) {
            System.arraycopy(frame.bytes, frame.reply, bytes, subject, reply);
        }
        System.arraycopy(frame.bytes, frame.payload, bytes, subject + reply, frame.size);
        return new LocalMessage(bytes, subject, reply, Math.max(0, frame.headerLength), subscription, publisher, false);
    }

    /** What is left of a message that there was no room for: subject and reply. */
    static LocalMessage refusalOf(PublishFrame frame, Subscription subscription) {
        byte[] bytes = new byte[frame.subjectLength + frame.replyLength];
        System.arraycopy(frame.bytes, frame.subject, bytes, 0, frame.subjectLength);
        if (frame.replyLength > 0) {
            System.arraycopy(frame.bytes, frame.reply, bytes, frame.subjectLength, frame.replyLength);
        }
        return new LocalMessage(bytes, frame.subjectLength, frame.replyLength, 0, subscription, null, true);
    }

    /** A message that the server makes for itself. The arrays are copied. */
    public static LocalMessage of(
            byte[] subject, byte[] reply, byte[] header, byte[] payload, Subscription subscription) {
        byte[] bytes = new byte[subject.length + reply.length + header.length + payload.length];
        System.arraycopy(subject, 0, bytes, 0, subject.length);
        System.arraycopy(reply, 0, bytes, subject.length, reply.length);
        System.arraycopy(header, 0, bytes, subject.length + reply.length, header.length);
        System.arraycopy(payload, 0, bytes, subject.length + reply.length + header.length, payload.length);
        return new LocalMessage(bytes, subject.length, reply.length, header.length, subscription, null, false);
    }

    /** The array that all ranges lie in; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Length of the subject, which begins at 0. */
    public int subjectLength() {
        return subjectLength;
    }

    /** Start of the reply subject. */
    public int reply() {
        return subjectLength;
    }

    /** Length of the reply subject, 0 for none. */
    public int replyLength() {
        return replyLength;
    }

    /** Start of the header block. */
    public int header() {
        return subjectLength + replyLength;
    }

    /** Length of the header block, 0 for none. */
    public int headerLength() {
        return headerLength;
    }

    /** Start of the payload. */
    public int payload() {
        return header() + headerLength;
    }

    /** Length of the payload. */
    public int payloadLength() {
        return bytes.length - payload();
    }

    /** Bytes that it holds. */
    public int size() {
        return bytes.length;
    }

    /** The subject as a text. */
    public String subject() {
        return new String(bytes, 0, subjectLength, StandardCharsets.UTF_8);
    }

    /** The reply subject as a text, empty for none. */
    public String replyText() {
        return new String(bytes, subjectLength, replyLength, StandardCharsets.UTF_8);
    }

    /** The subject as an array of its own. */
    public byte[] subjectBytes() {
        return part(0, subjectLength);
    }

    /** The reply subject as an array of its own, empty for none. */
    public byte[] replyBytes() {
        return part(subjectLength, replyLength);
    }

    /** The header block as an array of its own, empty for none. */
    public byte[] headerBytes() {
        return part(header(), headerLength);
    }

    /** The payload as an array of its own. */
    public byte[] payloadBytes() {
        return part(payload(), payloadLength());
    }

    /** The subscription that it came for. */
    public Subscription subscription() {
        return subscription;
    }

    /** Who sent it, where the inbox asked for that; null if it was the server itself. */
    public @Nullable PublisherInfo publisher() {
        return publisher;
    }

    /** Has its way traced; before anybody else sees it. */
    LocalMessage traced(MessageTrace by) {
        trace = by;
        return this;
    }

    /** What becomes of it is to be noted here; null for nearly all. */
    public @Nullable MessageTrace trace() {
        return trace;
    }

    /** Whether there was no room for it: subject and reply are all that is left. */
    public boolean isRefused() {
        return refused;
    }

    private byte[] part(int from, int length) {
        if (length == 0) {
            return NOTHING;
        }
        byte[] part = new byte[length];
        System.arraycopy(bytes, from, part, 0, length);
        return part;
    }
}
