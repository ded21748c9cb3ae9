// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream that may be read in place of this one.
 */
public final class StreamAlternate {
    // a copy of the builder that nobody changes any more
    private final StreamAlternateBuilder set;

    StreamAlternate(StreamAlternateBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static StreamAlternateBuilder builder() {
        return StreamAlternateBuilder.unset();
    }

    static @Nullable StreamAlternate read(StructReader in, @Nullable StreamAlternate old) {
        if (!in.enter("server.StreamAlternate")) {
            return in.wasNull() ? null : old;
        }
        StreamAlternateBuilder read = old == null ? StreamAlternateBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    static List<StreamAlternate> readAll(StructReader in, List<StreamAlternate> old) {
        if (!in.enterArray("[]*server.StreamAlternate")) {
            return in.wasNull() ? List.of() : old;
        }
        List<StreamAlternate> read = new ArrayList<>();
        while (in.nextElement()) {
            if (in.enter("server.StreamAlternate")) {
                StreamAlternateBuilder one = StreamAlternateBuilder.unset();
                one.readFields(in);
                read.add(one.build());
            }
        }
        return List.copyOf(read);
    }

    static void writeAll(String name, List<StreamAlternate> all, JsonWriter out) {
        if (!all.isEmpty()) {
            out.beginArray(name);
            for (StreamAlternate one : all) {
                one.writeTo(out.beginElement());
                out.end();
            }
            out.endArray();
        }
    }

    /** A builder that holds these values. */
    public StreamAlternateBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static StreamAlternate ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        StreamAlternateBuilder read = StreamAlternateBuilder.unset();
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
        StreamAlternateJson.write(set, out);
    }

    /** Its name. */
    public String name() {
        return set.name;
    }

    /** Its domain; empty for the same. */
    public String domain() {
        return set.domain;
    }

    /** Its cluster. */
    public String cluster() {
        return set.cluster;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamAlternate that && Arrays.equals(toJson(), that.toJson());
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
