// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.jetstream.internal.store.PagesPull;
import io.natskit.objectstore.FlowObjectStore;
import io.natskit.objectstore.FlowObjectWriter;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectWatchSpec;
import io.natskit.objectstore.PutSpec;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** A store with demand. No state of its own. */
final class Flows implements FlowObjectStore {
    private final Store store;

    Flows(Store store) {
        this.store = store;
    }

    @Override
    public CompletableFuture<ObjectInfo> put(String name, Flow.Publisher<ByteBuffer> content, Consumer<PutSpec> spec) {
        FlowObjectWriter writer = writer(name, spec);
        content.subscribe(writer);
        return writer.completion();
    }

    @Override
    public FlowObjectWriter writer(String name, Consumer<PutSpec> spec) {
        return new ObjectWriter(store, name, FutureStore.chosen(new PutSpec(), spec));
    }

    @Override
    public Flow.Publisher<ByteBuffer> read(String name) {
        return store.context().publisher(() -> new ChunkPull(store, name));
    }

    @Override
    public Flow.Publisher<ObjectInfo> list() {
        return store.context().publisher(() -> new PagesPull<>(new FutureStore(store).list()));
    }

    @Override
    public Flow.Publisher<ObjectInfo> watch(Consumer<ObjectWatchSpec> spec) {
        ObjectWatchSpec chosen = FutureStore.chosen(new ObjectWatchSpec(), spec);
        return store.context().publisher(() -> new MetaPull(store, chosen));
    }

    @Override
    public ObjectStore blocking() {
        return new BlockingStore(store);
    }
}
