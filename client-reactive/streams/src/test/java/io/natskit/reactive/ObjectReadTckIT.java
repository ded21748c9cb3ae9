// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the chunks of an object, whose demand is pull credit. */
public class ObjectReadTckIT extends TckContract<ByteBuffer> {
    private static final int CHUNKS = 20;
    private ObjectStore store;

    /** The object "n" has n chunks. */
    @Override
    void prepare() {
        store = ObjectStores.on(js).createStore(StoreConfig.of("O"));
        for (int n = 0; n <= CHUNKS; n++) {
            store.put("" + n, new ByteArrayInputStream(new byte[n]), p -> p.chunkBytes(1));
        }
    }

    @Override
    public Publisher<ByteBuffer> createPublisher(long elements) {
        return ReactiveObjectStore.of(store).read("" + Math.min(elements, CHUNKS));
    }

    @Override
    public Publisher<ByteBuffer> createFailedPublisher() {
        return ReactiveObjectStore.of(store).read("none");
    }

    @Override
    public long maxElementsFromPublisher() {
        return CHUNKS;
    }
}
