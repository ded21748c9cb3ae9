// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a mirror, or one of those that a stream gathers (rows SC-11, SC-12): immutable.
 */
public final class StreamSource {
    // a copy of the builder that nobody changes any more
    private final StreamSourceBuilder set;

    StreamSource(StreamSourceBuilder set) {
        this.set = set;
    }

    /** A builder for the stream of this name, from its first message on. */
    public static StreamSourceBuilder builder(String name) {
        return StreamSourceBuilder.named(name);
    }

    private static StreamSource readFields(StructReader in, @Nullable StreamSource old) {
        StreamSourceBuilder read = old == null ? StreamSourceBuilder.unset() : old.toBuilder();
        while (in.next()) {
            if (!read.readField(in)) {
                in.unknown();
            }
        }
        return read.build();
    }

    static @Nullable StreamSource read(StructReader in, @Nullable StreamSource old) {
        return in.enter("server.StreamSource") ? readFields(in, old) : in.wasNull() ? null : old;
    }

    static List<StreamSource> readAll(StructReader in, List<StreamSource> old) {
        if (!in.enterArray("[]*server.StreamSource")) {
            return in.wasNull() ? List.of() : old;
        }
        List<StreamSource> read = new ArrayList<>();
        while (in.nextElement()) {
            if (in.enter("server.StreamSource")) {
                read.add(readFields(in, null));
            } else if (in.wasNull()) {
                read.add(StreamSourceBuilder.unset().build()); // nats-server goes on and finds its name invalid
            }
        }
        return List.copyOf(read);
    }

    static void writeAll(String name, List<StreamSource> sources, JsonWriter out) {
        if (!sources.isEmpty()) {
            out.beginArray(name);
            for (StreamSource source : sources) {
                source.writeTo(out.beginElement());
                out.end();
            }
            out.endArray();
        }
    }

    /** A builder that holds these values. */
    public StreamSourceBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static StreamSource ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        StreamSourceBuilder read = StreamSourceBuilder.unset();
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
        StreamSourceJson.write(set, out);
    }

    /** The name of the origin. */
    public String name() {
        return set.name;
    }

    /** The sequence to begin with, without a sign; 0 for the first. */
    public long startSequence() {
        return set.startSequence;
    }

    /** The time to begin with. */
    public Optional<Instant> startTime() {
        return Optional.ofNullable(set.startTime).map(java.time.OffsetDateTime::toInstant);
    }

    /** The subjects that are taken; empty for all. Not with {@link #subjectTransforms}. */
    public String filterSubject() {
        return set.filterSubject;
    }

    /** The subjects that are taken, and what becomes of them. */
    public List<SubjectTransformConfig> subjectTransforms() {
        return set.subjectTransforms;
    }

    /** How an origin in another account or domain is reached. */
    public Optional<ExternalStream> external() {
        return Optional.ofNullable(set.external);
    }

    /** The durable consumer to read through, instead of one of the server's own (ADR-60). */
    public Optional<StreamConsumerSource> consumer() {
        return Optional.ofNullable(set.consumer);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamSource that && Arrays.equals(toJson(), that.toJson());
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
