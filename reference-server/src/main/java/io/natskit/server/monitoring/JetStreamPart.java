// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.config.JetStreamLimitOptions;
import io.natskit.server.config.JetStreamOptions;
import io.natskit.server.jetstream.JetStream;
import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.account.JetStreamServer;
import io.natskit.server.jetstream.storage.Storage;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** What several pages tell of JetStream: its configuration, its bounds and what is taken of them. */
final class JetStreamPart {
    private static final JetStreamLimitOptions DEFAULTS =
            JetStreamLimitOptions.builder().build();

    private JetStreamPart() {}

    /** Configuration, counts and limits, each an object; nothing where there is no JetStream. */
    static void varz(Sources sources, boolean withFolder, JsonWriter json) {
        JetStream jetStream = sources.jetStream().get();
        if (jetStream == null) {
            return;
        }
        config(jetStream.server(), withFolder, json.begin("config"));
        json.end();
        stats(jetStream.server(), json.begin("stats"));
        json.end();
        limits(jetStream.server().options().limits(), json.begin("limits"));
        json.end();
    }

    static void config(JetStreamServer server, boolean withFolder, JsonWriter json) {
        JetStreamOptions options = server.options();
        json.field("max_memory", server.maxMemoryBytes())
                .field("max_storage", server.maxFileBytes())
                .fieldIfPresent("store_dir", withFolder ? folder(server) : null)
                .fieldIfNonZero("sync_interval", options.syncInterval().toNanos())
                .fieldIfTrue("sync_always", options.syncAlways())
                .fieldIfPresent("domain", options.domain())
                .field("compress_ok", true)
                .fieldIfPresent("unique_tag", options.uniqueTag())
                .fieldIfTrue("strict", options.strict());
    }

    private static @Nullable String folder(JetStreamServer server) {
        Storage storage = server.storage();
        return storage == null ? null : storage.root().toString();
    }

    /** Counts of the whole server. */
    static void stats(JetStreamServer server, JsonWriter json) {
        long total = 0;
        long errors = 0;
        for (JetStreamAccount account : server.accounts()) {
            total += account.apiTotal().get();
            errors += account.apiErrors().get();
        }
        json.field("memory", Math.max(0, server.used(StorageType.MEMORY)))
                .field("storage", Math.max(0, server.used(StorageType.FILE)))
                .field("reserved_memory", server.reserved(StorageType.MEMORY))
                .field("reserved_storage", server.reserved(StorageType.FILE))
                .field("accounts", server.accounts().size())
                .field("ha_assets", 0);
        json.begin("api")
                .field("level", JetStream.API_LEVEL)
                .field("total", total)
                .field("errors", errors)
                .fieldIfNonZero("inflight", server.inflight().get())
                .end();
    }

    /** As nats-server shows them: what is not set is left out. */
    static void limits(JetStreamLimitOptions limits, JsonWriter json) {
        json.fieldIfNonZero("max_request_batch", limits.maxRequestBatch())
                .fieldIfNonZero("max_ack_pending", limits.maxAckPending())
                .fieldIfNonZero("max_ha_assets", limits.maxHaAssets())
                .fieldIfNonZero("max_duplicate_window", limits.duplicateWindow().toNanos())
                .fieldIfNonZero(
                        "max_batch_inflight_per_stream",
                        set(limits.maxBatchInflightPerStream(), DEFAULTS.maxBatchInflightPerStream()))
                .fieldIfNonZero(
                        "max_batch_inflight_total",
                        set(limits.maxBatchInflightTotal(), DEFAULTS.maxBatchInflightTotal()))
                .fieldIfNonZero("max_batch_size", set(limits.maxBatchMessages(), DEFAULTS.maxBatchMessages()))
                .fieldIfNonZero(
                        "max_batch_timeout",
                        set(
                                limits.batchTimeout().toNanos(),
                                DEFAULTS.batchTimeout().toNanos()))
                .fieldIfNonZero("default_max_consumers", limits.defaultMaxConsumers());
    }

    private static long set(long value, long missing) {
        return value == missing ? 0 : value;
    }
}
