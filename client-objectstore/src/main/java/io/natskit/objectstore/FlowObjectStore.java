// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** {@link ObjectStore} for streams with demand. Publishers are cold, and obey the Reactive Streams rules. */
public interface FlowObjectStore {

    /**
     * Puts an object. Buffers are asked for one by one, as the server takes those before; each is the store's until the next is asked for. A source that fails leaves nothing
     * behind; cancelling the future cancels the source.
     */
    CompletableFuture<ObjectInfo> put(String name, Flow.Publisher<ByteBuffer> content, Consumer<PutSpec> spec);

    /** An object as a subscriber, for sources that want one; see {@link #put}. */
    FlowObjectWriter writer(String name, Consumer<PutSpec> spec);

    /** The chunks of an object; {@code request(n)} is pull credit at the server. Completes when all has been checked; fails with {@link DamagedObjectException} otherwise. */
    Flow.Publisher<ByteBuffer> read(String name);

    /** See {@link ObjectStore#list}. */
    Flow.Publisher<ObjectInfo> list();

    /** See {@link ObjectStore#watch}; {@code request(n)} is pull credit at the server, and cancelling ends it. */
    Flow.Publisher<ObjectInfo> watch(Consumer<ObjectWatchSpec> spec);

    /** The same store, blocking. */
    ObjectStore blocking();
}
