// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.jetstream.stream.RequiredLevel;
import io.natskit.wire.jetstream.PersistMode;
import io.natskit.wire.jetstream.StreamConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/** API levels in requests and in the metadata of streams (JA-34, ADR-44). Pure. */
public final class ApiLevel {
    private static final String VERSION = "_nats.ver";
    private static final String LEVEL = "_nats.level";
    private static final String NATS_VERSION = "2.15.2";

    private ApiLevel() {}

    /** The configuration as it is kept: with the level that its features need, and without what answers add. */
    public static StreamConfig kept(StreamConfig config) {
        Map<String, String> metadata = kept(config.metadata());
        metadata.put(RequiredLevel.KEY, Integer.toString(required(config)));
        return config.toBuilder().metadata(metadata).build();
    }

    /** Metadata without what answers add. */
    public static Map<String, String> kept(Map<String, String> metadata) {
        Map<String, String> kept = new LinkedHashMap<>(metadata);
        kept.remove(VERSION);
        kept.remove(LEVEL);
        return kept;
    }

    private static int required(StreamConfig config) {
        if (config.allowBatchPublish()) {
            return 4;
        }
        if (config.allowMessageCounter()
                || config.allowAtomicPublish()
                || config.allowMessageSchedules()
                || config.persistMode() == PersistMode.ASYNC) {
            return 2;
        }
        boolean ttl =
                config.allowMessageTtl() || !config.subjectDeleteMarkerTtl().isZero();
        return ttl ? 1 : 0;
    }

    /** The configuration as it is shown: with this server's version and level. */
    public static StreamConfig shown(StreamConfig config) {
        return config.toBuilder().metadata(shown(config.metadata())).build();
    }

    /** Metadata with this server's version and level. */
    public static Map<String, String> shown(Map<String, String> metadata) {
        Map<String, String> shown = new LinkedHashMap<>(metadata);
        shown.put(VERSION, NATS_VERSION);
        shown.put(LEVEL, Integer.toString(RequiredLevel.SUPPORTED));
        return shown;
    }

    /** The configuration with the level of another one, so that the two can be compared. */
    public static StreamConfig withLevelOf(StreamConfig config, StreamConfig other) {
        Map<String, String> metadata = kept(config.metadata());
        String level = other.metadata().get(RequiredLevel.KEY);
        if (level == null) {
            metadata.remove(RequiredLevel.KEY);
        } else {
            metadata.put(RequiredLevel.KEY, level);
        }
        return config.toBuilder().metadata(metadata).build();
    }
}
