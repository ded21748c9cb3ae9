// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the values of a {@link ClusterInfo}. Confined to one thread; may be used again after {@link #build()}. */
public final class ClusterInfoBuilder {
    String name = "";
    String raftGroup = "";
    String leader = "";

    @Nullable
    Instant leaderSince;

    boolean systemAccount;
    String trafficAccount = "";
    List<PeerInfo> replicas = List.of();

    @Nullable
    DesiredCluster desired;

    private ClusterInfoBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static ClusterInfoBuilder unset() {
        return new ClusterInfoBuilder();
    }

    /** A builder with the same values. */
    ClusterInfoBuilder copy() {
        ClusterInfoBuilder copy = new ClusterInfoBuilder();
        copy.name = name;
        copy.raftGroup = raftGroup;
        copy.leader = leader;
        copy.leaderSince = leaderSince;
        copy.systemAccount = systemAccount;
        copy.trafficAccount = trafficAccount;
        copy.replicas = replicas;
        copy.desired = desired;
        return copy;
    }

    /** The cluster; empty for a single server. */
    public ClusterInfoBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** The name of the Raft group. */
    public ClusterInfoBuilder raftGroup(String raftGroup) {
        this.raftGroup = raftGroup;
        return this;
    }

    /** The name of the leader; empty for none. */
    public ClusterInfoBuilder leader(String leader) {
        this.leader = leader;
        return this;
    }

    /** Since when it leads. */
    public ClusterInfoBuilder leaderSince(@Nullable Instant leaderSince) {
        this.leaderSince = leaderSince;
        return this;
    }

    /** Whether the group talks in the system account. */
    public ClusterInfoBuilder systemAccount(boolean systemAccount) {
        this.systemAccount = systemAccount;
        return this;
    }

    /** The account in which the group talks. */
    public ClusterInfoBuilder trafficAccount(String trafficAccount) {
        this.trafficAccount = trafficAccount;
        return this;
    }

    /** The other servers. */
    public ClusterInfoBuilder replicas(PeerInfo... replicas) {
        this.replicas = List.of(replicas);
        return this;
    }

    /** As {@link #replicas(PeerInfo...)}. */
    public ClusterInfoBuilder replicas(Collection<PeerInfo> replicas) {
        this.replicas = List.copyOf(replicas);
        return this;
    }

    /** Where it is on its way to. */
    public ClusterInfoBuilder desired(@Nullable DesiredCluster desired) {
        this.desired = desired;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return ClusterInfoJson.read(in, this);
    }

    /** Takes all fields of the object that was entered. */
    void readFields(StructReader in) {
        while (in.next()) {
            if (!readField(in)) {
                in.unknown();
            }
        }
    }

    /** The values as they are now. */
    public ClusterInfo build() {
        return new ClusterInfo(copy());
    }
}
