// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The body of a request for stored messages (rows JA-10, JA-24): immutable.
 */
public final class MessageGetRequest {
    // a copy of the builder that nobody changes any more
    private final MessageGetRequestBuilder set;

    MessageGetRequest(MessageGetRequestBuilder set) {
        this.set = set;
    }

    /** A builder of an empty request. */
    public static MessageGetRequestBuilder builder() {
        return MessageGetRequestBuilder.unset();
    }

    /** Reads as a server does; throws {@link io.natskit.wire.json.JsonException} with nats-server's text. */
    public static MessageGetRequest ofRequest(byte[] json, int offset, int length, boolean strict) {
        StructReader in = StructReader.request(json, offset, length, strict, "server.JSApiMsgGetRequest");
        MessageGetRequestBuilder read = MessageGetRequestBuilder.unset();
        while (in.next()) {
            if (!read.readField(in)) {
                in.unknown();
            }
        }
        return read.build();
    }

    /** A builder that holds these values. */
    public MessageGetRequestBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static MessageGetRequest ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        MessageGetRequestBuilder read = MessageGetRequestBuilder.unset();
        while (in.next()) {
            read.readField(in);
        }
        return read.build();
    }

    /** The object in JSON, byte for byte as nats-server prints it. */
    public byte[] toJson() {
        JsonWriter out = new JsonWriter();
        writeTo(out);
        return out.toBytes();
    }

    /** Writes the fields into the object that is open, in nats-server's order. */
    public void writeTo(JsonWriter out) {
        MessageGetRequestJson.write(set, out);
    }

    /** The sequence, or with {@link #nextBySubject} the first that will do; 0 for none. */
    public long sequence() {
        return set.sequence;
    }

    /** The subject whose last message is wanted; empty for none. */
    public String lastBySubject() {
        return set.lastBySubject;
    }

    /** The subjects whose next message is wanted, wildcards allowed; empty for none. */
    public String nextBySubject() {
        return set.nextBySubject;
    }

    /** How many messages a direct get may answer with; 0 for one. */
    public long batch() {
        return set.batch;
    }

    /** How many bytes a direct get may answer with; 0 for the server's bound. */
    public long maxBytes() {
        return set.maxBytes;
    }

    /** The time to begin with. */
    public Optional<Instant> startTime() {
        return Optional.ofNullable(set.startTime).map(java.time.OffsetDateTime::toInstant);
    }

    /** The subjects whose last messages are wanted, wildcards allowed. */
    public List<String> multiLast() {
        return set.multiLast;
    }

    /** The last sequence that will do; 0 for any. */
    public long upToSequence() {
        return set.upToSequence;
    }

    /** The last time that will do. */
    public Optional<Instant> upToTime() {
        return Optional.ofNullable(set.upToTime).map(java.time.OffsetDateTime::toInstant);
    }

    /** Whether headers are left out. */
    public boolean noHeaders() {
        return set.noHeaders;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MessageGetRequest that && Arrays.equals(toJson(), that.toJson());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toJson());
    }

    /** The JSON. */
    @Override
    public String toString() {
        return new String(toJson(), StandardCharsets.UTF_8);
    }
}
