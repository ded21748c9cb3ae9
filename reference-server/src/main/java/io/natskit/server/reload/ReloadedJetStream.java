// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.reload;

import static io.natskit.server.reload.ReloadField.fixed;
import static io.natskit.server.reload.ReloadField.named;
import static io.natskit.server.reload.ReloadField.told;

import io.natskit.server.config.ByteSizes;
import io.natskit.server.config.JetStreamLimitOptions;
import io.natskit.server.config.JetStreamOptions;
import io.natskit.server.config.ServerOptions;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The options of JetStream as a reload sees them: on and off, more room and other bounds for new assets; the rest is fixed while it runs. */
final class ReloadedJetStream {
    private static final String REFUSED = "config reload not supported for ";

    private ReloadedJetStream() {}

    static List<ReloadField<?>> fields() {
        return List.of(
                named(
                                "JetStream",
                                "JetStream",
                                (ServerOptions o) -> o.jetStream().enabled())
                        .with(RunningParts::jetStream),
                room("JetStreamMaxMemory", "max_mem_store", JetStreamOptions::maxMemoryBytes),
                room("JetStreamMaxStore", "max_file_store", JetStreamOptions::maxFileBytes),
                fixed("JetStreamDomain", o -> o.jetStream().domain()),
                fixed("JetStreamExtHint", o -> o.jetStream().extensionHint()),
                fixed("JetStreamUniqueTag", o -> o.jetStream().uniqueTag()),
                named(
                        "JetStreamLimits",
                        "JetStream limits",
                        o -> new Opaque(values(o.jetStream().limits()))),
                fixed("JetStreamRequestQueueLimit", o -> o.jetStream().requestQueueLimit()),
                fixed("JetStreamInfoQueueLimit", o -> o.jetStream().infoQueueLimit()),
                fixed("StreamMaxBufferedMsgs", o -> o.jetStream().maxBufferedMessages()),
                fixed("StreamMaxBufferedSize", o -> o.jetStream().maxBufferedBytes()),
                told("StoreDir", now -> "", ReloadedJetStream::folder).unless(ReloadedJetStream::otherFolder),
                fixed("SyncInterval", o -> o.jetStream().syncInterval()),
                fixed("SyncAlways", o -> o.jetStream().syncAlways()),
                fixed("JetStreamKey", o -> hidden(o.jetStream().encryption().key())),
                fixed("JetStreamOldKey", o -> hidden(o.jetStream().encryption().previousKey())),
                fixed("JetStreamCipher", o -> o.jetStream().encryption().cipher()),
                fixed("JetStreamStrict", o -> o.jetStream().strict()),
                fixed("JsAccDefaultDomain", o -> o.jetStream().defaultDomains()),
                fixed("MemoryOnly", o -> o.jetStream().memoryOnly()));
    }

    private static Opaque hidden(@Nullable String secret) {
        return new Opaque(Collections.singletonList(secret));
    }

    /** Only more of it, and only where it was said before how much. */
    private static ReloadField<Room> room(String name, String label, ToLongFunction<JetStreamOptions> bytes) {
        return told(
                        name,
                        (@Nullable Room now) -> now == null || now.bytes < 0
                                ? ""
                                : "Reloaded: JetStream " + label + " = " + ByteSizes.friendly(now.bytes),
                        (ServerOptions o) -> new Room(o.jetStream().enabled(), bytes.applyAsLong(o.jetStream())))
                .unless((old, now, after) -> old == null || now == null || !old.on ? null : otherRoom(old, now));
    }

    /** Room where there is JetStream to take it; below 0 for what the machine has. */
    private record Room(boolean on, long bytes) {}

    private static @Nullable String otherRoom(Room old, Room now) {
        if (old.bytes == now.bytes) {
            return null;
        }
        if (old.bytes < 0) {
            return REFUSED + "jetstream dynamic max memory and store";
        }
        if (now.bytes < 0) {
            return now.on ? REFUSED + "jetstream max memory and max store" : null;
        }
        return now.bytes > old.bytes ? null : REFUSED + "decreasing jetstream max memory and store";
    }

    private record Folder(boolean on, String path) {}

    private static Folder folder(ServerOptions options) {
        return new Folder(
                options.jetStream().enabled(),
                Objects.toString(options.jetStream().storeDir(), ""));
    }

    private static @Nullable String otherFolder(@Nullable Folder old, @Nullable Folder now, ServerOptions after) {
        if (old == null || now == null || !old.on || old.path.equals(now.path)) {
            return null;
        }
        if (!now.path.isEmpty()) {
            return REFUSED + "jetstream storage directory";
        }
        return now.on ? REFUSED + "jetstream storage dir" : null;
    }

    private static List<Object> values(JetStreamLimitOptions limits) {
        return Arrays.asList(
                limits.maxAckPending(),
                limits.maxHaAssets(),
                limits.maxRequestBatch(),
                limits.duplicateWindow(),
                limits.defaultMaxConsumers(),
                limits.maxBatchInflightPerStream(),
                limits.maxBatchInflightTotal(),
                limits.maxBatchMessages(),
                limits.batchTimeout());
    }
}
