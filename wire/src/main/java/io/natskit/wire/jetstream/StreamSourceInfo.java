// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a mirror or source has come (row SC-22).
 */
public final class StreamSourceInfo {
    // a copy of the builder that nobody changes any more
    private final StreamSourceInfoBuilder set;

    StreamSourceInfo(StreamSourceInfoBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static StreamSourceInfoBuilder builder() {
        return StreamSourceInfoBuilder.unset();
    }

    static @Nullable StreamSourceInfo read(StructReader in, @Nullable StreamSourceInfo old) {
        if (!in.enter("server.StreamSourceInfo")) {
            return in.wasNull() ? null : old;
        }
        StreamSourceInfoBuilder read = old == null ? StreamSourceInfoBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    static List<StreamSourceInfo> readAll(StructReader in, List<StreamSourceInfo> old) {
        if (!in.enterArray("[]*server.StreamSourceInfo")) {
            return in.wasNull() ? List.of() : old;
        }
        List<StreamSourceInfo> read = new ArrayList<>();
        while (in.nextElement()) {
            if (in.enter("server.StreamSourceInfo")) {
                StreamSourceInfoBuilder one = StreamSourceInfoBuilder.unset();
                one.readFields(in);
                read.add(one.build());
            }
        }
        return List.copyOf(read);
    }

    static void writeAll(String name, List<StreamSourceInfo> all, JsonWriter out) {
        if (!all.isEmpty()) {
            out.beginArray(name);
            for (StreamSourceInfo one : all) {
                one.writeTo(out.beginElement());
                out.end();
            }
            out.endArray();
        }
    }

    /** A builder that holds these values. */
    public StreamSourceInfoBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static StreamSourceInfo ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        StreamSourceInfoBuilder read = StreamSourceInfoBuilder.unset();
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
        StreamSourceInfoJson.write(set, out);
    }

    /** The origin. */
    public String name() {
        return set.name;
    }

    /** How it is reached. */
    public Optional<ExternalStream> external() {
        return Optional.ofNullable(set.external);
    }

    /** How many messages it is behind. */
    public long lag() {
        return set.lag;
    }

    /** The origin's sequence that was read last; 0 if the server does not tell. */
    public long sequence() {
        return set.sequence;
    }

    /** How long ago the origin was heard of; -1 ns for never. */
    public Duration active() {
        return Duration.ofNanos(set.active);
    }

    /** Why nothing comes. */
    public Optional<ApiError> error() {
        return Optional.ofNullable(set.error);
    }

    /** The subjects that are taken; empty for all. */
    public String filterSubject() {
        return set.filterSubject;
    }

    /** The subjects that are taken, and what becomes of them. */
    public List<SubjectTransformConfig> subjectTransforms() {
        return set.subjectTransforms;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamSourceInfo that && Arrays.equals(toJson(), that.toJson());
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
