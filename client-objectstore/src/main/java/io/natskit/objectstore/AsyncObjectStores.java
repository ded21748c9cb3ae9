// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import io.natskit.jetstream.Pages;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@link ObjectStores} for callers that must not wait; each method means what its namesake there says. */
public interface AsyncObjectStores {

    /** See {@link ObjectStores#createStore}. */
    CompletableFuture<AsyncObjectStore> createStore(StoreConfig config);

    /** See {@link ObjectStores#updateStore}. */
    CompletableFuture<AsyncObjectStore> updateStore(StoreConfig config);

    /** See {@link ObjectStores#ensureStore}. */
    CompletableFuture<AsyncObjectStore> ensureStore(StoreConfig config);

    /** See {@link ObjectStores#store}. */
    AsyncObjectStore store(String name);

    /** See {@link ObjectStores#findStore}. */
    CompletableFuture<Optional<AsyncObjectStore>> findStore(String name);

    /** See {@link ObjectStores#deleteStore}. */
    CompletableFuture<Void> deleteStore(String name);

    /** See {@link ObjectStores#storeNames}. */
    Pages<String> storeNames();

    /** See {@link ObjectStores#stores}. */
    Pages<StoreStatus> stores();

    /** The same, blocking. */
    ObjectStores blocking();
}
