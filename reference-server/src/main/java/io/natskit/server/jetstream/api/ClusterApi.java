// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.wire.jetstream.JetStreamError;
import java.util.List;

/** What needs a cluster: a single server says so, as nats-server does. On the account's home loop. */
public final class ClusterApi {
    private ClusterApi() {}

    /** The rows of the table. */
    public static List<Operation> operations() {
        return List.of(
                row("STREAM.LEADER.STEPDOWN.*", "stream_leader_stepdown"),
                row("STREAM.PEER.REMOVE.*", "stream_remove_peer"),
                row("STREAM.PEER.EVACUATE.*", "stream_evacuate_peer"),
                row("STREAM.CANCEL_MOVE.*", "stream_cancel_move"),
                row("CONSUMER.LEADER.STEPDOWN.*.*", "consumer_leader_stepdown"),
                row("CONSUMER.PEER.REMOVE.*.*", "consumer_remove_peer"),
                row("CONSUMER.PEER.EVACUATE.*.*", "consumer_evacuate_peer"));
    }

    private static Operation row(String pattern, String name) {
        return Operation.of(pattern, name, request -> {
            throw new ApiException(JetStreamError.CLUSTER_REQUIRED);
        });
    }
}
