// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the watch of a store, whose demand is pull credit. */
public class ObjectWatchTckIT extends TckContract<ObjectInfo> {
    private ObjectStore store;

    @Override
    void prepare() {
        store = ObjectStores.on(js).createStore(StoreConfig.of("O"));
        for (int i = 0; i < READY; i++) {
            store.put("o" + i, new byte[1]);
        }
    }

    @Override
    public Publisher<ObjectInfo> createPublisher(long elements) {
        return ReactiveObjectStore.of(store).watch(w -> {});
    }

    @Override
    public Publisher<ObjectInfo> createFailedPublisher() {
        return null; // nothing is asked before there is demand
    }

    @Override
    public long maxElementsFromPublisher() {
        return publisherUnableToSignalOnComplete();
    }
}
