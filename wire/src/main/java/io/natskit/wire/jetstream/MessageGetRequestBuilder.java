// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the values of a {@link MessageGetRequest}. Confined to one thread; may be used again after {@link #build()}. */
public final class MessageGetRequestBuilder {
    long sequence;
    String lastBySubject = "";
    String nextBySubject = "";
    long batch;
    long maxBytes;

    @Nullable
    OffsetDateTime startTime;

    List<String> multiLast = List.of();
    long upToSequence;

    @Nullable
    OffsetDateTime upToTime;

    boolean noHeaders;

    private MessageGetRequestBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static MessageGetRequestBuilder unset() {
        return new MessageGetRequestBuilder();
    }

    /** A builder with the same values. */
    MessageGetRequestBuilder copy() {
        MessageGetRequestBuilder copy = new MessageGetRequestBuilder();
        copy.sequence = sequence;
        copy.lastBySubject = lastBySubject;
        copy.nextBySubject = nextBySubject;
        copy.batch = batch;
        copy.maxBytes = maxBytes;
        copy.startTime = startTime;
        copy.multiLast = multiLast;
        copy.upToSequence = upToSequence;
        copy.upToTime = upToTime;
        copy.noHeaders = noHeaders;
        return copy;
    }

    /** The sequence, or with {@link #nextBySubject} the first that will do; 0 for none. */
    public MessageGetRequestBuilder sequence(long sequence) {
        this.sequence = sequence;
        return this;
    }

    /** The subject whose last message is wanted; empty for none. */
    public MessageGetRequestBuilder lastBySubject(String lastBySubject) {
        this.lastBySubject = lastBySubject;
        return this;
    }

    /** The subjects whose next message is wanted, wildcards allowed; empty for none. */
    public MessageGetRequestBuilder nextBySubject(String nextBySubject) {
        this.nextBySubject = nextBySubject;
        return this;
    }

    /** How many messages a direct get may answer with; 0 for one. */
    public MessageGetRequestBuilder batch(long batch) {
        this.batch = batch;
        return this;
    }

    /** How many bytes a direct get may answer with; 0 for the server's bound. */
    public MessageGetRequestBuilder maxBytes(long maxBytes) {
        this.maxBytes = maxBytes;
        return this;
    }

    /** The time to begin with. */
    public MessageGetRequestBuilder startTime(@Nullable Instant startTime) {
        this.startTime = startTime == null ? null : startTime.atOffset(ZoneOffset.UTC);
        return this;
    }

    /** The subjects whose last messages are wanted, wildcards allowed. */
    public MessageGetRequestBuilder multiLast(String... multiLast) {
        this.multiLast = List.of(multiLast);
        return this;
    }

    /** As {@link #multiLast(String...)}. */
    public MessageGetRequestBuilder multiLast(Collection<String> multiLast) {
        this.multiLast = List.copyOf(multiLast);
        return this;
    }

    /** The last sequence that will do; 0 for any. */
    public MessageGetRequestBuilder upToSequence(long upToSequence) {
        this.upToSequence = upToSequence;
        return this;
    }

    /** The last time that will do. */
    public MessageGetRequestBuilder upToTime(@Nullable Instant upToTime) {
        this.upToTime = upToTime == null ? null : upToTime.atOffset(ZoneOffset.UTC);
        return this;
    }

    /** Whether headers are left out. */
    public MessageGetRequestBuilder noHeaders(boolean noHeaders) {
        this.noHeaders = noHeaders;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return MessageGetRequestJson.read(in, this);
    }

    /** The values as they are now. */
    public MessageGetRequest build() {
        return new MessageGetRequest(copy());
    }
}
