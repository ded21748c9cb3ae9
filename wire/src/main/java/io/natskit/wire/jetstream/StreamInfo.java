// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.GoTime;
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
 * A stream as it is (row SC-22): immutable. What stands around it in an answer, as the type or the page, is passed over.
 */
public final class StreamInfo {
    // a copy of the builder that nobody changes any more
    private final StreamInfoBuilder set;

    StreamInfo(StreamInfoBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static StreamInfoBuilder builder() {
        return StreamInfoBuilder.unset();
    }

    static @Nullable StreamInfo read(StructReader in, @Nullable StreamInfo old) {
        if (!in.enter("server.StreamInfo")) {
            return in.wasNull() ? null : old;
        }
        StreamInfoBuilder read = old == null ? StreamInfoBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    static List<StreamInfo> readAll(StructReader in, List<StreamInfo> old) {
        if (!in.enterArray("[]*server.StreamInfo")) {
            return in.wasNull() ? List.of() : old;
        }
        List<StreamInfo> read = new ArrayList<>();
        while (in.nextElement()) {
            if (in.enter("server.StreamInfo")) {
                StreamInfoBuilder one = StreamInfoBuilder.unset();
                one.readFields(in);
                read.add(one.build());
            }
        }
        return List.copyOf(read);
    }

    static void writeAll(String name, List<StreamInfo> all, JsonWriter out) {
        if (!all.isEmpty()) {
            out.beginArray(name);
            for (StreamInfo one : all) {
                one.writeTo(out.beginElement());
                out.end();
            }
            out.endArray();
        }
    }

    /** A builder that holds these values. */
    public StreamInfoBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static StreamInfo ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        StreamInfoBuilder read = StreamInfoBuilder.unset();
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
        StreamInfoJson.write(set, out);
    }

    /** How it is set up. */
    public StreamConfig config() {
        return set.config;
    }

    /** When it was made. */
    public Instant created() {
        return set.created == null ? GoTime.ZERO : set.created;
    }

    /** What it holds. */
    public StreamState state() {
        return set.state;
    }

    /** Its domain; empty for none. */
    public String domain() {
        return set.domain;
    }

    /** The servers that keep it. */
    public Optional<ClusterInfo> cluster() {
        return Optional.ofNullable(set.cluster);
    }

    /** How far its mirror has come. */
    public Optional<StreamSourceInfo> mirror() {
        return Optional.ofNullable(set.mirror);
    }

    /** How far its sources have come. */
    public List<StreamSourceInfo> sources() {
        return set.sources;
    }

    /** Streams that may be read instead. */
    public List<StreamAlternate> alternates() {
        return set.alternates;
    }

    /** When all this was gathered. */
    public Instant timestamp() {
        return set.timestamp == null ? GoTime.ZERO : set.timestamp;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamInfo that && Arrays.equals(toJson(), that.toJson());
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
