// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/**
 * One message on its way into a store or out of it; filled again and again, so that storing and reading make no garbage. What the caller
 * fills in is copied by the store; what the store fills in is valid until the next call to the store. Confined to one thread.
 */
public final class StoredMessage {
    /** {@link #expiresNanos()} of a message that stays. */
    public static final long NEVER = 0;

    private final ByteRange subject = new ByteRange();
    private final ByteRange headers = new ByteRange();
    private final ByteRange payload = new ByteRange();
    private long sequence;
    private long timestampNanos;
    private long expiresNanos = NEVER;

    /** An empty message. */
    public StoredMessage() {}

    /** The stream sequence; given by the store. */
    public long sequence() {
        return sequence;
    }

    void sequence(long newSequence) {
        sequence = newSequence;
    }

    /** When it was stored: nanoseconds since 1970. */
    public long timestampNanos() {
        return timestampNanos;
    }

    /** Sets when it is stored: nanoseconds since 1970. */
    public StoredMessage timestampNanos(long nanos) {
        timestampNanos = nanos;
        return this;
    }

    /** When it expires by a TTL of its own: nanoseconds since 1970, or {@link #NEVER}. */
    public long expiresNanos() {
        return expiresNanos;
    }

    /** Sets when it expires: nanoseconds since 1970, or {@link #NEVER}, the default. */
    public StoredMessage expiresNanos(long nanos) {
        expiresNanos = nanos;
        return this;
    }

    /** The subject; never empty in a store. */
    public ByteRange subject() {
        return subject;
    }

    /** The header block with its version line and its empty line, or nothing. */
    public ByteRange headers() {
        return headers;
    }

    /** The payload. */
    public ByteRange payload() {
        return payload;
    }

    /** Empties all fields. */
    public StoredMessage clear() {
        subject.clear();
        headers.clear();
        payload.clear();
        sequence = 0;
        timestampNanos = 0;
        expiresNanos = NEVER;
        return this;
    }
}
