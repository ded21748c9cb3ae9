// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.stream.AssetMetadata;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.PriorityPolicy;
import io.natskit.wire.json.GoTime;

/** The entries of a consumer's metadata that are the server's (JA-34, ADR-44). Pure. */
public final class ConsumerMetadata {
    private ConsumerMetadata() {}

    /** The configuration as it is kept: with the level that its features need. */
    static ConsumerConfig kept(ConsumerConfig config) {
        return config.toBuilder()
                .metadata(AssetMetadata.kept(config.metadata(), required(config)))
                .build();
    }

    /** The configuration with the level of another one, so that the two can be compared. */
    static ConsumerConfig withLevelOf(ConsumerConfig config, ConsumerConfig other) {
        return config.toBuilder()
                .metadata(AssetMetadata.withLevelOf(config.metadata(), other.metadata()))
                .build();
    }

    /** The configuration as answers show it: with this server's version and level. */
    public static ConsumerConfig shown(ConsumerConfig config) {
        return config.toBuilder()
                .metadata(AssetMetadata.shown(config.metadata()))
                .build();
    }

    private static int required(ConsumerConfig config) {
        if (config.ackPolicy() == AckPolicy.FLOW_CONTROL) {
            return 4;
        }
        boolean grouped = config.priorityPolicy() != PriorityPolicy.NONE
                || !config.priorityTimeout().isZero()
                || !config.priorityGroups().isEmpty();
        boolean paused =
                config.pauseUntil().filter(until -> !until.equals(GoTime.ZERO)).isPresent();
        return grouped || paused ? 1 : 0;
    }
}
