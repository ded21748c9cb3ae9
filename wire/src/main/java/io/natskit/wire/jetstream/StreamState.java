// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What a stream holds (row SC-22): immutable.
 */
public final class StreamState {
    // a copy of the builder that nobody changes any more
    private final StreamStateBuilder set;

    StreamState(StreamStateBuilder set) {
        this.set = set;
    }

    static final StreamState EMPTY = StreamStateBuilder.unset().build();

    /** A builder without values. */
    public static StreamStateBuilder builder() {
        return StreamStateBuilder.unset();
    }

    static StreamState read(StructReader in, StreamState old) {
        if (!in.enter("server.StreamState")) {
            return old;
        }
        StreamStateBuilder read = old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    /** A builder that holds these values. */
    public StreamStateBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static StreamState ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        StreamStateBuilder read = StreamStateBuilder.unset();
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
        StreamStateJson.write(set, out);
    }

    /** How many messages there are. */
    public long messages() {
        return set.messages;
    }

    /** How many bytes they have in the store. */
    public long bytes() {
        return set.bytes;
    }

    /** The first sequence; of an empty stream the one that comes next, or 0 before the first message. */
    public long firstSequence() {
        return set.firstSequence;
    }

    /** When the first message came; empty for none. */
    public Optional<Instant> firstTime() {
        return Optional.ofNullable(set.firstTime);
    }

    /** The last sequence that was given. */
    public long lastSequence() {
        return set.lastSequence;
    }

    /** When the last message came; empty for none. */
    public Optional<Instant> lastTime() {
        return Optional.ofNullable(set.lastTime);
    }

    /** How many subjects there are. */
    public long numSubjects() {
        return set.numSubjects;
    }

    /** How many messages each subject has, where that was asked for. */
    public Map<String, Long> subjects() {
        return set.subjects;
    }

    /** How many messages between the first and the last are gone. */
    public long numDeleted() {
        return set.numDeleted;
    }

    /** Their sequences, where they were asked for. */
    public long[] deleted() {
        return set.deleted.clone();
    }

    /** What damage took. */
    public Optional<LostStreamData> lost() {
        return Optional.ofNullable(set.lost);
    }

    /** How many consumers there are. */
    public long consumerCount() {
        return set.consumerCount;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamState that && Arrays.equals(toJson(), that.toJson());
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
