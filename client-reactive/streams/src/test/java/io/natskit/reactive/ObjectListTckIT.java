// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the list of a store's objects. */
public class ObjectListTckIT extends TckContract<ObjectInfo> {
    private static final int OBJECTS = 6;

    /** The store "On" has n objects. */
    @Override
    void prepare() {
        for (int n = 0; n <= OBJECTS; n++) {
            ObjectStore store = ObjectStores.on(js).createStore(StoreConfig.of("O" + n));
            for (int i = 0; i < n; i++) {
                store.put("o" + i, new byte[1]);
            }
        }
    }

    @Override
    public Publisher<ObjectInfo> createPublisher(long elements) {
        return ReactiveObjectStore.of(ObjectStores.on(js).store("O" + Math.min(elements, OBJECTS)))
                .list();
    }

    @Override
    public Publisher<ObjectInfo> createFailedPublisher() {
        return null; // nothing is asked before there is demand
    }

    @Override
    public long maxElementsFromPublisher() {
        return OBJECTS;
    }
}
