// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.jetstream.JetStream;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import io.natskit.objectstore.StoreStatus;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the object stores. */
public class StoresTckIT extends ListTckContract<StoreStatus> {

    @Override
    void add(JetStream account, int number) {
        ObjectStores.on(account).createStore(StoreConfig.of("O" + number));
    }

    @Override
    Publisher<StoreStatus> list(JetStream account) {
        return ReactiveObjectStores.of(ObjectStores.on(account)).stores();
    }
}
