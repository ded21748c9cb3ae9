// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.objectstore.AsyncObjectStore;
import io.natskit.objectstore.FlowObjectStore;
import io.natskit.objectstore.GetSpec;
import io.natskit.objectstore.MetaSpec;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectReader;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectWatch;
import io.natskit.objectstore.ObjectWatchSpec;
import io.natskit.objectstore.PutSpec;
import io.natskit.objectstore.StoreStatus;
import io.natskit.objectstore.Upload;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A store for callers who wait. No state of its own. */
final class BlockingStore implements ObjectStore {
    private final Store store;

    BlockingStore(Store store) {
        this.store = store;
    }

    private <T> T await(CompletableFuture<T> future, String operation) {
        return store.context().await(future, operation);
    }

    private Store.Located locate(String name) {
        return await(store.locate(name), "open");
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public ObjectInfo put(String name, InputStream content, Consumer<PutSpec> spec) {
        return Transfers.put(store, name, content, FutureStore.chosen(new PutSpec(), spec));
    }

    @Override
    public ObjectInfo put(String name, Path file, Consumer<PutSpec> spec) {
        return Transfers.put(store, name, file, FutureStore.chosen(new PutSpec(), spec));
    }

    @Override
    public ObjectInfo put(String name, byte[] content) {
        return put(name, new ByteArrayInputStream(content), p -> {});
    }

    @Override
    public Upload begin(String name, Consumer<PutSpec> spec) {
        return Uploading.begin(store, name, FutureStore.chosen(new PutSpec(), spec));
    }

    @Override
    public Upload resume(String token) {
        return await(Uploading.resume(store, token), "resume");
    }

    @Override
    public ObjectReader open(String name) {
        return new Opened(locate(name));
    }

    @Override
    public byte[] bytes(String name, long maxBytes) {
        return Transfers.bytes(locate(name), maxBytes);
    }

    @Override
    public byte[] range(String name, long offset, int length) {
        return await(async().range(name, offset, length), "range");
    }

    @Override
    public ObjectInfo copyTo(String name, Path file) {
        return copyTo(name, file, g -> {});
    }

    @Override
    public ObjectInfo copyTo(String name, Path file, Consumer<GetSpec> spec) {
        return await(async().copyTo(name, file, spec), "copyTo");
    }

    @Override
    public Optional<ObjectInfo> info(String name) {
        return await(store.info(name), "info");
    }

    @Override
    public ObjectInfo update(String name, Consumer<MetaSpec> spec) {
        return await(async().update(name, spec), "update");
    }

    @Override
    public ObjectInfo rename(String name, String to) {
        return await(async().rename(name, to), "rename");
    }

    @Override
    public ObjectInfo link(String name, ObjectInfo to) {
        return await(async().link(name, to), "link");
    }

    @Override
    public ObjectInfo linkStore(String name, String other) {
        return await(async().linkStore(name, other), "linkStore");
    }

    @Override
    public void delete(String name) {
        await(store.delete(name), "delete");
    }

    @Override
    public void seal() {
        store.stream().seal();
    }

    @Override
    public Iterable<ObjectInfo> list() {
        return await(MetaFeed.list(store), "list");
    }

    @Override
    public ObjectWatch watch(Consumer<ObjectWatchSpec> spec, Consumer<? super ObjectInfo> listener) {
        return await(async().watch(spec, listener), "watch");
    }

    @Override
    public StoreStatus status() {
        return new StoreStatus(store.stream().info());
    }

    @Override
    public AsyncObjectStore async() {
        return new FutureStore(store);
    }

    @Override
    public FlowObjectStore flow() {
        return new Flows(store);
    }
}
