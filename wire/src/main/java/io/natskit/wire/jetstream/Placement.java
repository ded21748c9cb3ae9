// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in a cluster an asset lives (row SC-10): immutable.
 */
public final class Placement {
    // a copy of the builder that nobody changes any more
    private final PlacementBuilder set;

    Placement(PlacementBuilder set) {
        this.set = set;
    }

    /** A builder of a placement without wishes. */
    public static PlacementBuilder builder() {
        return PlacementBuilder.unset();
    }

    static @Nullable Placement read(StructReader in, @Nullable Placement old) {
        if (!in.enter("server.Placement")) {
            return in.wasNull() ? null : old;
        }
        PlacementBuilder read = old == null ? PlacementBuilder.unset() : old.toBuilder();
        while (in.next()) {
            if (!read.readField(in)) {
                in.unknown();
            }
        }
        return read.build();
    }

    /** A builder that holds these values. */
    public PlacementBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static Placement ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        PlacementBuilder read = PlacementBuilder.unset();
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
        PlacementJson.write(set, out);
    }

    /** The name of the cluster; empty for any. */
    public String cluster() {
        return set.cluster;
    }

    /** Tags that the servers must have; with {@code !} before it, must not have. */
    public List<String> tags() {
        return set.tags;
    }

    /** The server that should lead; empty for any. Only for moving a leader. */
    public String preferred() {
        return set.preferred;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Placement that && Arrays.equals(toJson(), that.toJson());
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
