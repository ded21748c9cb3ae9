// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.jetstream.Pages;
import io.natskit.jetstream.internal.store.Context;
import io.natskit.jetstream.internal.store.MappedPages;
import io.natskit.objectstore.StoreConfig;
import io.natskit.objectstore.StoreStatus;
import io.natskit.wire.checks.Checks;
import io.natskit.wire.jetstream.Compression;
import io.natskit.wire.jetstream.DiscardPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The stores of an account: what {@code ObjectStores} does, without waiting.
 *
 * @param context what all here share
 * @param arrays what chunks are put in
 */
record Stores(Context context, ChunkArrays arrays) {
    private static final String ALL = "$O.*.M.>";

    /** What a store is as a stream (ADR-20). */
    static StreamConfig stream(StoreConfig store) {
        return StreamConfig.builder(Store.STREAM + store.name())
                .description(store.description())
                .subjects("$O." + store.name() + ".C.>", "$O." + store.name() + ".M.>")
                .maxAge(store.timeToLive())
                .maxBytes(store.bytesMax())
                .storage(store.storage())
                .replicas(store.replicas())
                .placement(store.placement().orElse(null))
                .compression(store.compressed() ? Compression.S2 : Compression.NONE)
                .metadata(store.metadata())
                .discard(DiscardPolicy.NEW)
                .allowRollup(true)
                .allowDirect(true)
                .allowBatchPublish(store.fastIngest())
                .build();
    }

    private static String stream(String name) {
        return Store.STREAM + Checks.plainName("store", name);
    }

    Store store(String name) {
        return new Store(context, arrays, Checks.plainName("store", name));
    }

    CompletableFuture<Store> create(StoreConfig config) {
        return context.js().async().createStream(stream(config)).thenApply(made -> store(config.name()));
    }

    CompletableFuture<Store> update(StoreConfig config) {
        return context.js().async().stream(stream(config.name()))
                .update(stream(config))
                .thenApply(changed -> store(config.name()));
    }

    CompletableFuture<Store> ensure(StoreConfig config) {
        return context.js().async().ensureStream(stream(config)).thenApply(there -> store(config.name()));
    }

    CompletableFuture<Optional<Store>> find(String name) {
        return context.js().async().findStream(stream(name)).thenApply(found -> found.map(stream -> store(name)));
    }

    CompletableFuture<Void> delete(String name) {
        return context.js().async().deleteStream(stream(name));
    }

    Pages<String> names() {
        return new MappedPages<>(
                context.js().async().streamNames(ALL),
                name -> name.startsWith(Store.STREAM) ? name.substring(Store.STREAM.length()) : null);
    }

    Pages<StoreStatus> statuses() {
        return new MappedPages<>(
                context.js().async().streams(ALL),
                info -> info.config().name().startsWith(Store.STREAM) ? new StoreStatus(info) : null);
    }
}
