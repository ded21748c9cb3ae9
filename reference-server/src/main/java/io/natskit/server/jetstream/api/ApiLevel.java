// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.jetstream.stream.AssetMetadata;
import io.natskit.wire.jetstream.PersistMode;
import io.natskit.wire.jetstream.StreamConfig;

/** API levels in requests and in the metadata of streams (JA-34, ADR-44). Pure. */
public final class ApiLevel {
    private ApiLevel() {}

    /** The configuration as it is kept: with the level that its features need, and without what answers add. */
    public static StreamConfig kept(StreamConfig config) {
        return config.toBuilder()
                .metadata(AssetMetadata.kept(config.metadata(), required(config)))
                .build();
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
        return config.toBuilder()
                .metadata(AssetMetadata.shown(config.metadata()))
                .build();
    }

    /** The configuration with the level of another one, so that the two can be compared. */
    public static StreamConfig withLevelOf(StreamConfig config, StreamConfig other) {
        return config.toBuilder()
                .metadata(AssetMetadata.withLevelOf(config.metadata(), other.metadata()))
                .build();
    }
}
