// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

import io.natskit.client.Message;
import io.natskit.client.Subscription;
import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message as it arrived: the payload, and whatever else came as bytes, read when asked for. A message on a literal subject with neither reply nor headers is this
 * object (40 bytes) and its payload.
 */
public final class ReceivedMessage implements Message {
    private static final byte[] NOTHING = new byte[0];

    private final Origin origin;
    private final byte[] payload;
    /** Subject (unless it is the subscription's), reply and headers, one after the other. */
    private final byte[] rest;

    private final int subjectLength;
    private final int replyLength;
    // made when first asked for; racing threads make equal ones
    private @Nullable String replyTo;
    private @Nullable Object subjectOrHeaders;

    /** A message on the subject of its subscription, without reply and headers. */
    public ReceivedMessage(Origin origin, byte[] payload) {
        this(origin, payload, NOTHING, 0, 0);
    }

    /** A message whose subject (length 0: the subscription's), reply and headers stand in {@code rest}. */
    public ReceivedMessage(Origin origin, byte[] payload, byte[] rest, int subjectLength, int replyLength) {
        this.origin = origin;
        this.payload = payload;
        this.rest = rest;
        this.subjectLength = subjectLength;
        this.replyLength = replyLength;
    }

    /** Both, where both were asked for. */
    private record SubjectAndHeaders(String subject, Headers headers) {}

    @Override
    public String subject() {
        if (subjectLength == 0) {
            return origin.subscribedSubject();
        }
        Object made = subjectOrHeaders;
        if (made instanceof String subject) {
            return subject;
        }
        if (made instanceof SubjectAndHeaders both) {
            return both.subject();
        }
        String subject = new String(rest, 0, subjectLength, StandardCharsets.UTF_8);
        subjectOrHeaders = made instanceof Headers headers ? new SubjectAndHeaders(subject, headers) : subject;
        return subject;
    }

    @Override
    public @Nullable String replyTo() {
        if (replyLength == 0) {
            return null;
        }
        String made = replyTo;
        if (made == null) {
            made = new String(rest, subjectLength, replyLength, StandardCharsets.UTF_8);
            replyTo = made;
        }
        return made;
    }

    @Override
    public Headers headers() {
        int from = subjectLength + replyLength;
        if (from == rest.length) {
            return Headers.empty();
        }
        Object made = subjectOrHeaders;
        if (made instanceof Headers headers) {
            return headers;
        }
        if (made instanceof SubjectAndHeaders both) {
            return both.headers();
        }
        Headers headers = Headers.ofBytes(rest, from, rest.length - from);
        subjectOrHeaders = made instanceof String subject ? new SubjectAndHeaders(subject, headers) : headers;
        return headers;
    }

    @Override
    public byte[] bytes() {
        return payload;
    }

    @Override
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(payload).asReadOnlyBuffer();
    }

    @Override
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public int size() {
        return payload.length;
    }

    @Override
    public boolean wantsReply() {
        return replyLength > 0;
    }

    @Override
    public Subscription subscription() {
        return origin.subscription();
    }

    @Override
    public void reply(byte[] bytes) {
        reply(Headers.empty(), bytes);
    }

    @Override
    public void reply(String text) {
        reply(Headers.empty(), text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void reply(Headers headers, byte[] bytes) {
        if (replyLength == 0) {
            throw new IllegalStateException("message on \"" + subject() + "\" wants no reply");
        }
        origin.reply(Arrays.copyOfRange(rest, subjectLength, subjectLength + replyLength), headers, bytes);
    }

    /** What it weighs in a mailbox: subject, reply, headers and payload. */
    public int weight() {
        return rest.length
                + payload.length
                + (subjectLength == 0 ? origin.subscribedSubject().length() : 0);
    }

    /** Bytes of headers and payload. */
    public int contentBytes() {
        return rest.length - subjectLength - replyLength + payload.length;
    }

    @Override
    public String toString() {
        return "Message[" + subject() + (replyLength == 0 ? "" : " -> " + replyTo()) + ", " + payload.length
                + " bytes]";
    }
}
