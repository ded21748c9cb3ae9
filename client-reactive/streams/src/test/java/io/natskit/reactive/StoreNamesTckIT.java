// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.jetstream.JetStream;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the names of object stores. */
public class StoreNamesTckIT extends ListTckContract<String> {

    @Override
    void add(JetStream account, int number) {
        ObjectStores.on(account).createStore(StoreConfig.of("O" + number));
    }

    @Override
    Publisher<String> list(JetStream account) {
        return ReactiveObjectStores.of(ObjectStores.on(account)).storeNames();
    }
}
