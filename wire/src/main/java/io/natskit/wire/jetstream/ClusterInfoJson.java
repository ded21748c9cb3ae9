// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link ClusterInfo} in JSON: names, order and what is left out are nats-server's. */
final class ClusterInfoJson {
    private ClusterInfoJson() {}

    static void write(ClusterInfoBuilder from, JsonWriter out) {
        out.fieldIfPresent("name", from.name);
        out.fieldIfPresent("raft_group", from.raftGroup);
        out.fieldIfPresent("leader", from.leader);
        out.timeIfPresent("leader_since", from.leaderSince);
        out.fieldIfTrue("system_account", from.systemAccount);
        out.fieldIfPresent("traffic_account", from.trafficAccount);
        PeerInfo.writeAll("replicas", from.replicas, out);
        if (from.desired != null) {
            from.desired.writeTo(out.begin("desired"));
            out.end();
        }
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, ClusterInfoBuilder to) {
        switch (in.name()) {
            case "name" -> to.name = in.string(to.name);
            case "raft_group" -> to.raftGroup = in.string(to.raftGroup);
            case "leader" -> to.leader = in.string(to.leader);
            case "leader_since" -> to.leaderSince = in.instant(to.leaderSince);
            case "system_account" -> to.systemAccount = in.bool(to.systemAccount);
            case "traffic_account" -> to.trafficAccount = in.string(to.trafficAccount);
            case "replicas" -> to.replicas = PeerInfo.readAll(in, to.replicas);
            case "desired" -> to.desired = DesiredCluster.read(in, to.desired);
            default -> {
                return false;
            }
        }
        return true;
    }
}
