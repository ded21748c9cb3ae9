// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.jetstream.Pages;
import io.natskit.objectstore.AsyncObjectStore;
import io.natskit.objectstore.AsyncObjectStores;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import io.natskit.objectstore.StoreStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The stores of an account for callers who must not wait. No state of its own. */
final class FutureStores implements AsyncObjectStores {
    private final Stores stores;

    FutureStores(Stores stores) {
        this.stores = stores;
    }

    @Override
    public CompletableFuture<AsyncObjectStore> createStore(StoreConfig config) {
        return stores.create(config).thenApply(FutureStore::new);
    }

    @Override
    public CompletableFuture<AsyncObjectStore> updateStore(StoreConfig config) {
        return stores.update(config).thenApply(FutureStore::new);
    }

    @Override
    public CompletableFuture<AsyncObjectStore> ensureStore(StoreConfig config) {
        return stores.ensure(config).thenApply(FutureStore::new);
    }

    @Override
    public AsyncObjectStore store(String name) {
        return new FutureStore(stores.store(name));
    }

    @Override
    public CompletableFuture<Optional<AsyncObjectStore>> findStore(String name) {
        return stores.find(name).thenApply(found -> found.map(FutureStore::new));
    }

    @Override
    public CompletableFuture<Void> deleteStore(String name) {
        return stores.delete(name);
    }

    @Override
    public Pages<String> storeNames() {
        return stores.names();
    }

    @Override
    public Pages<StoreStatus> stores() {
        return stores.statuses();
    }

    @Override
    public ObjectStores blocking() {
        return new BlockingStores(stores);
    }
}
