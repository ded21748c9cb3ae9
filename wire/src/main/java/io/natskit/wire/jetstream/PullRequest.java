// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * The body of a request for the next messages of a pull consumer (row JA-20): immutable.
 */
public final class PullRequest {
    // a copy of the builder that nobody changes any more
    private final PullRequestBuilder set;

    PullRequest(PullRequestBuilder set) {
        this.set = set;
    }

    /** A builder of an empty request. */
    public static PullRequestBuilder builder() {
        return PullRequestBuilder.unset();
    }

    /** Reads as a server does, which is not strict here; throws {@link io.natskit.wire.json.JsonException} with nats-server's text. */
    public static PullRequest ofRequest(byte[] json, int offset, int length) {
        StructReader in = StructReader.unmarshal(json, offset, length, "server.JSApiConsumerGetNextRequest");
        PullRequestBuilder read = PullRequestBuilder.unset();
        while (in.next()) {
            switch (in.name()) {
                case "group", "min_pending", "min_ack_pending", "id", "priority" -> in.embedded("PriorityGroup");
                default -> {}
            }
            if (!read.readField(in)) {
                in.unknown();
            }
        }
        return read.build();
    }

    /** A builder that holds these values. */
    public PullRequestBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static PullRequest ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        PullRequestBuilder read = PullRequestBuilder.unset();
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
        PullRequestJson.write(set, out);
    }

    /** How long the request waits; zero with {@link #noWait} for not at all. */
    public Duration expires() {
        return Duration.ofNanos(set.expires);
    }

    /** How many messages are wanted. */
    public long batch() {
        return set.batch;
    }

    /** How many bytes are wanted at most; 0 for no bound. */
    public long maxBytes() {
        return set.maxBytes;
    }

    /** Whether to answer at once if there is nothing. */
    public boolean noWait() {
        return set.noWait;
    }

    /** How often a waiting request is told that the server is there; zero for never. */
    public Duration idleHeartbeat() {
        return Duration.ofNanos(set.idleHeartbeat);
    }

    /** The priority group; empty for none. */
    public String group() {
        return set.group;
    }

    /** Served only if so many messages wait; 0 for any. */
    public long minPending() {
        return set.minPending;
    }

    /** Served only if so many deliveries are unacknowledged; 0 for any. */
    public long minAckPending() {
        return set.minAckPending;
    }

    /** The id that a pinned client was given; empty for none. */
    public String id() {
        return set.id;
    }

    /** Lower is served first, 0 to 9. */
    public int priority() {
        return set.priority;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PullRequest that && Arrays.equals(toJson(), that.toJson());
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
