// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.objectstore.AsyncObjectStores;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import io.natskit.objectstore.StoreStatus;
import io.natskit.reactive.ReactiveObjectStores;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;

/** Object stores in the shapes of RxJava; each method means what its namesake in {@link AsyncObjectStores} says. All are cold; disposing gives up. No state of its own. */
public final class RxObjectStores {
    private final AsyncObjectStores async;

    private RxObjectStores(AsyncObjectStores async) {
        this.async = async;
    }

    /** A view of {@code stores}. */
    public static RxObjectStores of(ObjectStores stores) {
        return new RxObjectStores(stores.async());
    }

    /** See {@link AsyncObjectStores#createStore}. */
    public Single<RxObjectStore> createStore(StoreConfig config) {
        return Futures.single(() -> async.createStore(config)).map(RxObjectStore::new);
    }

    /** See {@link AsyncObjectStores#updateStore}. */
    public Single<RxObjectStore> updateStore(StoreConfig config) {
        return Futures.single(() -> async.updateStore(config)).map(RxObjectStore::new);
    }

    /** See {@link AsyncObjectStores#ensureStore}. */
    public Single<RxObjectStore> ensureStore(StoreConfig config) {
        return Futures.single(() -> async.ensureStore(config)).map(RxObjectStore::new);
    }

    /** See {@link AsyncObjectStores#store}. */
    public RxObjectStore store(String name) {
        return new RxObjectStore(async.store(name));
    }

    /** See {@link AsyncObjectStores#findStore}. */
    public Maybe<RxObjectStore> findStore(String name) {
        return Futures.maybe(() -> async.findStore(name)).map(RxObjectStore::new);
    }

    /** See {@link AsyncObjectStores#deleteStore}. */
    public Completable deleteStore(String name) {
        return Futures.completable(() -> async.deleteStore(name));
    }

    /** See {@link AsyncObjectStores#storeNames}; page by page as they are asked for. */
    public Flowable<String> storeNames() {
        return Flowable.fromPublisher(ReactiveObjectStores.of(async.blocking()).storeNames());
    }

    /** See {@link AsyncObjectStores#stores}; page by page as they are asked for. */
    public Flowable<StoreStatus> stores() {
        return Flowable.fromPublisher(ReactiveObjectStores.of(async.blocking()).stores());
    }

    /** The same, blocking. */
    public ObjectStores blocking() {
        return async.blocking();
    }
}
