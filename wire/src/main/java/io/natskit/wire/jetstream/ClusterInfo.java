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
import org.jspecify.annotations.Nullable;

/**
 * The servers that keep a stream or consumer.
 */
public final class ClusterInfo {
    // a copy of the builder that nobody changes any more
    private final ClusterInfoBuilder set;

    ClusterInfo(ClusterInfoBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static ClusterInfoBuilder builder() {
        return ClusterInfoBuilder.unset();
    }

    static @Nullable ClusterInfo read(StructReader in, @Nullable ClusterInfo old) {
        if (!in.enter("server.ClusterInfo")) {
            return in.wasNull() ? null : old;
        }
        ClusterInfoBuilder read = old == null ? ClusterInfoBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    /** A builder that holds these values. */
    public ClusterInfoBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static ClusterInfo ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        ClusterInfoBuilder read = ClusterInfoBuilder.unset();
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
        ClusterInfoJson.write(set, out);
    }

    /** The cluster; empty for a single server. */
    public String name() {
        return set.name;
    }

    /** The name of the Raft group. */
    public String raftGroup() {
        return set.raftGroup;
    }

    /** The name of the leader; empty for none. */
    public String leader() {
        return set.leader;
    }

    /** Since when it leads. */
    public Optional<Instant> leaderSince() {
        return Optional.ofNullable(set.leaderSince);
    }

    /** Whether the group talks in the system account. */
    public boolean systemAccount() {
        return set.systemAccount;
    }

    /** The account in which the group talks. */
    public String trafficAccount() {
        return set.trafficAccount;
    }

    /** The other servers. */
    public List<PeerInfo> replicas() {
        return set.replicas;
    }

    /** Where it is on its way to. */
    public Optional<DesiredCluster> desired() {
        return Optional.ofNullable(set.desired);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterInfo that && Arrays.equals(toJson(), that.toJson());
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
