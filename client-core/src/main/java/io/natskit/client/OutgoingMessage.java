// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.headers.Headers;
import io.natskit.wire.headers.HeadersBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A message to be published, with whatever it carries. Immutable but for the payload's array, which is borrowed, not copied, until a publish has returned
 * (or its future has completed); can be published any number of times.
 *
 * <pre>{@code OutgoingMessage.to("orders.new").header("Trace", "7").replyTo("orders.done").payload(bytes).build()}</pre>
 */
public final class OutgoingMessage {

    private static final byte[] NOTHING = new byte[0];

    private final String subject;
    private final @Nullable Subject prepared;
    private final @Nullable String replyTo;
    private final Headers headers;
    private final ByteBuffer payload;

    private OutgoingMessage(Builder b) {
        subject = b.subject;
        prepared = b.prepared;
        replyTo = b.replyTo;
        HeadersBuilder added = b.added;
        headers = added == null ? b.headers : added.build();
        payload = b.payload;
    }

    /** Starts a message to {@code subject}. */
    public static Builder to(String subject) {
        return new Builder(subject, null);
    }

    /** Starts a message to a prepared subject. */
    public static Builder to(Subject subject) {
        return new Builder(subject.toString(), subject);
    }

    /** A message of a subject and a payload. */
    public static OutgoingMessage of(String subject, byte[] payload) {
        return to(subject).payload(payload).build();
    }

    /** Where to. */
    public String subject() {
        return subject;
    }

    /** The prepared subject, or null when it was given as a string. */
    public @Nullable Subject prepared() {
        return prepared;
    }

    /** Where a reply is wanted, or null. */
    public @Nullable String replyTo() {
        return replyTo;
    }

    /** The headers, perhaps empty. */
    public Headers headers() {
        return headers;
    }

    /** A read-only view of the payload, with a position of its own. */
    public ByteBuffer payload() {
        return payload.asReadOnlyBuffer();
    }

    /** The payload's length in bytes. */
    public int size() {
        return payload.remaining();
    }

    /** Copies the payload into {@code target} from {@code offset}, and returns the offset behind it. Allocates nothing. */
    public int writePayloadTo(byte[] target, int offset) {
        int size = payload.remaining();
        payload.get(payload.position(), target, offset, size);
        return offset + size;
    }

    /** The same message with another reply subject. */
    public OutgoingMessage withReplyTo(String replyTo) {
        Builder copy = new Builder(subject, prepared);
        copy.headers = headers;
        copy.payload = payload;
        copy.replyTo = replyTo;
        return copy.build();
    }

    @Override
    public String toString() {
        return "OutgoingMessage[" + subject + (replyTo == null ? "" : " -> " + replyTo) + ", " + size() + " bytes]";
    }

    /** Collects what a message carries; not safe for use by several threads. */
    public static final class Builder {
        private final String subject;
        private final @Nullable Subject prepared;
        private @Nullable String replyTo;
        private Headers headers = Headers.empty();
        private @Nullable HeadersBuilder added;
        private ByteBuffer payload = ByteBuffer.wrap(NOTHING);

        private Builder(String subject, @Nullable Subject prepared) {
            this.subject = subject;
            this.prepared = prepared;
        }

        /** Where a reply is wanted; default nowhere. */
        public Builder replyTo(String subject) {
            this.replyTo = subject;
            return this;
        }

        /** The headers, in place of all set before; default none. */
        public Builder headers(Headers headers) {
            this.headers = headers;
            this.added = null;
            return this;
        }

        /** Adds a header line; a name may have many. */
        public Builder header(String name, String value) {
            HeadersBuilder lines = added == null ? headers.toBuilder() : added;
            added = lines.add(name, value);
            return this;
        }

        /** The payload; default empty. */
        public Builder payload(byte[] payload) {
            this.payload = ByteBuffer.wrap(payload);
            return this;
        }

        /** Part of an array as the payload. */
        public Builder payload(byte[] payload, int offset, int length) {
            this.payload = ByteBuffer.wrap(payload, offset, length);
            return this;
        }

        /** The remaining bytes of a buffer as the payload; its position does not change. */
        public Builder payload(ByteBuffer payload) {
            this.payload = payload.slice();
            return this;
        }

        /** A text in UTF-8 as the payload. */
        public Builder payload(String text) {
            return payload(text.getBytes(StandardCharsets.UTF_8));
        }

        /** The message. */
        public OutgoingMessage build() {
            return new OutgoingMessage(this);
        }
    }
}
