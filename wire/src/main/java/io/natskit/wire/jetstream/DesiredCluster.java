// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.GoTime;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream or consumer is on its way to (nats-server 2.15).
 */
public final class DesiredCluster {
    // a copy of the builder that nobody changes any more
    private final DesiredClusterBuilder set;

    DesiredCluster(DesiredClusterBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static DesiredClusterBuilder builder() {
        return DesiredClusterBuilder.unset();
    }

    static @Nullable DesiredCluster read(StructReader in, @Nullable DesiredCluster old) {
        if (!in.enter("server.DesiredClusterInfo")) {
            return in.wasNull() ? null : old;
        }
        DesiredClusterBuilder read = old == null ? DesiredClusterBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    /** A builder that holds these values. */
    public DesiredClusterBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static DesiredCluster ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        DesiredClusterBuilder read = DesiredClusterBuilder.unset();
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
        DesiredClusterJson.write(set, out);
    }

    /** When the change was asked for. */
    public Instant created() {
        return set.created == null ? GoTime.ZERO : set.created;
    }

    /** The cluster; empty for the same. */
    public String name() {
        return set.name;
    }

    /** The servers that shall keep copies. */
    public List<DesiredPeer> replicas() {
        return set.replicas;
    }

    /** What was before. */
    public Optional<DesiredOrigin> origin() {
        return Optional.ofNullable(set.origin);
    }

    /** What it waits for. */
    public Optional<DesiredStatus> status() {
        return Optional.ofNullable(set.status);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DesiredCluster that && Arrays.equals(toJson(), that.toJson());
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
