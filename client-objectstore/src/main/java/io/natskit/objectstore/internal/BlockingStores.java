// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.internal.store.MappedPages;
import io.natskit.objectstore.AsyncObjectStores;
import io.natskit.objectstore.FlowObjectStores;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import io.natskit.objectstore.StoreStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The stores of an account for callers who wait. No state of its own. */
final class BlockingStores implements ObjectStores {
    private final Stores stores;

    BlockingStores(Stores stores) {
        this.stores = stores;
    }

    private ObjectStore await(CompletableFuture<Store> store, String operation) {
        return new BlockingStore(stores.context().await(store, operation));
    }

    @Override
    public ObjectStore createStore(StoreConfig config) {
        return await(stores.create(config), "createStore");
    }

    @Override
    public ObjectStore updateStore(StoreConfig config) {
        return await(stores.update(config), "updateStore");
    }

    @Override
    public ObjectStore ensureStore(StoreConfig config) {
        return await(stores.ensure(config), "ensureStore");
    }

    @Override
    public ObjectStore store(String name) {
        return new BlockingStore(stores.store(name));
    }

    @Override
    public Optional<ObjectStore> findStore(String name) {
        return stores.context().await(stores.find(name), "findStore").map(BlockingStore::new);
    }

    @Override
    public void deleteStore(String name) {
        stores.context().await(stores.delete(name), "deleteStore");
    }

    @Override
    public Iterable<String> storeNames() {
        return MappedPages.blocking(stores.context(), "stores", stores::names);
    }

    @Override
    public Iterable<StoreStatus> stores() {
        return MappedPages.blocking(stores.context(), "stores", stores::statuses);
    }

    @Override
    public AsyncObjectStores async() {
        return new FutureStores(stores);
    }

    @Override
    public FlowObjectStores flow() {
        return new FlowStores(stores);
    }

    @Override
    public JetStream jetStream() {
        return stores.context().js();
    }
}
