// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.objectstore.FlowObjectStore;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectWatchSpec;
import io.natskit.objectstore.PutSpec;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** {@link FlowObjectStore} with the types of Reactive Streams; each method means what its namesake there says. No state of its own. */
public final class ReactiveObjectStore {
    private final FlowObjectStore flow;

    private ReactiveObjectStore(FlowObjectStore flow) {
        this.flow = flow;
    }

    /** A view of {@code store}. */
    public static ReactiveObjectStore of(ObjectStore store) {
        return new ReactiveObjectStore(store.flow());
    }

    /** See {@link FlowObjectStore#put}. */
    public CompletableFuture<ObjectInfo> put(String name, Publisher<ByteBuffer> content, Consumer<PutSpec> spec) {
        return flow.put(name, FlowAdapters.toFlowPublisher(content), spec);
    }

    /** See {@link FlowObjectStore#writer}. */
    public ReactiveObjectWriter writer(String name, Consumer<PutSpec> spec) {
        return new ReactiveObjectWriter(flow.writer(name, spec));
    }

    /** See {@link FlowObjectStore#read}. */
    public Publisher<ByteBuffer> read(String name) {
        return FlowAdapters.toPublisher(flow.read(name));
    }

    /** See {@link FlowObjectStore#list}. */
    public Publisher<ObjectInfo> list() {
        return FlowAdapters.toPublisher(flow.list());
    }

    /** See {@link FlowObjectStore#watch}. */
    public Publisher<ObjectInfo> watch(Consumer<ObjectWatchSpec> spec) {
        return FlowAdapters.toPublisher(flow.watch(spec));
    }

    /** The same store, blocking. */
    public ObjectStore blocking() {
        return flow.blocking();
    }
}
