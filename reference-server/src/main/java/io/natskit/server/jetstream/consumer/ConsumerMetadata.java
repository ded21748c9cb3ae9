// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.stream.RequiredLevel;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.PriorityPolicy;
import java.util.LinkedHashMap;
import java.util.Map;

/** The entries of a consumer's metadata that are the server's (JA-34, ADR-44). Pure. */
public final class ConsumerMetadata {
    private static final String VERSION = "_nats.ver";
    private static final String LEVEL = "_nats.level";
    private static final String NATS_VERSION = "2.15.2";

    private ConsumerMetadata() {}

    /** The configuration as it is kept: with the level that its features need. */
    static ConsumerConfig kept(ConsumerConfig config) {
        Map<String, String> kept = withoutShown(config);
        kept.put(RequiredLevel.KEY, Integer.toString(required(config)));
        return config.toBuilder().metadata(kept).build();
    }

    /** The configuration with the level of another one, so that the two can be compared. */
    static ConsumerConfig withLevelOf(ConsumerConfig config, ConsumerConfig other) {
        Map<String, String> metadata = withoutShown(config);
        String level = other.metadata().get(RequiredLevel.KEY);
        if (level == null) {
            metadata.remove(RequiredLevel.KEY);
        } else {
            metadata.put(RequiredLevel.KEY, level);
        }
        return config.toBuilder().metadata(metadata).build();
    }

    /** The configuration as answers show it: with this server's version and level. */
    public static ConsumerConfig shown(ConsumerConfig config) {
        Map<String, String> shown = new LinkedHashMap<>(config.metadata());
        shown.put(VERSION, NATS_VERSION);
        shown.put(LEVEL, Integer.toString(RequiredLevel.SUPPORTED));
        return config.toBuilder().metadata(shown).build();
    }

    private static Map<String, String> withoutShown(ConsumerConfig config) {
        Map<String, String> kept = new LinkedHashMap<>(config.metadata());
        kept.remove(VERSION);
        kept.remove(LEVEL);
        return kept;
    }

    private static int required(ConsumerConfig config) {
        if (config.ackPolicy() == AckPolicy.FLOW_CONTROL) {
            return 4;
        }
        boolean grouped = config.priorityPolicy() != PriorityPolicy.NONE
                || !config.priorityTimeout().isZero()
                || !config.priorityGroups().isEmpty();
        return grouped || config.pauseUntil().isPresent() ? 1 : 0;
    }
}
