// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.Dispatch;
import io.natskit.jetstream.Pages;
import io.natskit.objectstore.AsyncObjectStore;
import io.natskit.objectstore.GetSpec;
import io.natskit.objectstore.MetaSpec;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectLink;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectWatch;
import io.natskit.objectstore.ObjectWatchSpec;
import io.natskit.objectstore.PutSpec;
import io.natskit.objectstore.StoreStatus;
import io.natskit.objectstore.Upload;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A store for callers who must not wait. No state of its own. */
final class FutureStore implements AsyncObjectStore {
    private final Store store;

    FutureStore(Store store) {
        this.store = store;
    }

    static <S> S chosen(S spec, Consumer<S> choose) {
        choose.accept(spec);
        return spec;
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public CompletableFuture<ObjectInfo> put(String name, InputStream content, Consumer<PutSpec> spec) {
        PutSpec chosen = chosen(new PutSpec(), spec);
        return Transfers.apart(() -> Transfers.put(store, name, content, chosen));
    }

    @Override
    public CompletableFuture<ObjectInfo> put(String name, Path file, Consumer<PutSpec> spec) {
        PutSpec chosen = chosen(new PutSpec(), spec);
        // a file that cannot be opened fails the future
        return Steps.then(
                CompletableFuture.completedFuture(file), from -> AsyncTransfers.put(store, name, from, chosen));
    }

    @Override
    public CompletableFuture<ObjectInfo> put(String name, byte[] content) {
        return AsyncTransfers.put(store, name, content, new PutSpec());
    }

    @Override
    public CompletableFuture<Upload> begin(String name, Consumer<PutSpec> spec) {
        return CompletableFuture.completedFuture(Uploading.begin(store, name, chosen(new PutSpec(), spec)));
    }

    @Override
    public CompletableFuture<Upload> resume(String token) {
        return Steps.then(Uploading.resume(store, token), CompletableFuture::<Upload>completedFuture);
    }

    @Override
    public CompletableFuture<byte[]> bytes(String name, long maxBytes) {
        return Steps.then(store.locate(name), at -> AsyncTransfers.bytes(at, maxBytes));
    }

    @Override
    public CompletableFuture<byte[]> range(String name, long offset, int length) {
        return Steps.then(store.locate(name), at -> AsyncTransfers.range(at, offset, length));
    }

    @Override
    public CompletableFuture<ObjectInfo> copyTo(String name, Path file) {
        return copyTo(name, file, g -> {});
    }

    @Override
    public CompletableFuture<ObjectInfo> copyTo(String name, Path file, Consumer<GetSpec> spec) {
        GetSpec chosen = chosen(new GetSpec(), spec);
        return Steps.then(store.locate(name), at -> AsyncTransfers.copyTo(at, file, chosen));
    }

    @Override
    public CompletableFuture<Optional<ObjectInfo>> info(String name) {
        return store.info(name);
    }

    @Override
    public CompletableFuture<ObjectInfo> update(String name, Consumer<MetaSpec> spec) {
        return store.update(name, chosen(new MetaSpec(), spec));
    }

    @Override
    public CompletableFuture<ObjectInfo> rename(String name, String to) {
        return update(name, m -> m.name(to));
    }

    @Override
    public CompletableFuture<ObjectInfo> link(String name, ObjectInfo to) {
        if (to.deleted() || to.isLink()) {
            throw new IllegalArgumentException(
                    "to: \"" + to.name() + "\" is " + (to.deleted() ? "deleted" : "a link") + " (expected: an object)");
        }
        return store.link(name, new ObjectLink(to.bucket(), to.name()));
    }

    @Override
    public CompletableFuture<ObjectInfo> linkStore(String name, String other) {
        return store.link(name, new ObjectLink(other, null));
    }

    @Override
    public CompletableFuture<Void> delete(String name) {
        return store.delete(name);
    }

    @Override
    public CompletableFuture<Void> seal() {
        return store.stream().async().seal();
    }

    @Override
    public Pages<ObjectInfo> list() {
        return new Listed(MetaFeed.list(store));
    }

    /** All that was gathered, one by one. */
    static final class Listed implements Pages<ObjectInfo> {
        private final CompletableFuture<Iterator<ObjectInfo>> objects;

        Listed(CompletableFuture<List<ObjectInfo>> gathered) {
            objects = gathered.thenApply(List::iterator);
        }

        @Override
        public CompletableFuture<Optional<ObjectInfo>> next() {
            return objects.thenApply(left -> left.hasNext() ? Optional.of(left.next()) : Optional.empty());
        }

        @Override
        public CompletableFuture<List<ObjectInfo>> all() {
            return objects.thenApply(left -> {
                List<ObjectInfo> all = new ArrayList<>();
                left.forEachRemaining(all::add);
                return all;
            });
        }
    }

    @Override
    public CompletableFuture<ObjectWatch> watch(Consumer<ObjectWatchSpec> spec, Consumer<? super ObjectInfo> listener) {
        MetaFeed feed = new MetaFeed(store, chosen(new ObjectWatchSpec(), spec), Dispatch.serial(), listener);
        return feed.placed().thenApply(nothing -> feed);
    }

    @Override
    public CompletableFuture<StoreStatus> status() {
        return store.stream().async().info().thenApply(StoreStatus::new);
    }

    @Override
    public ObjectStore blocking() {
        return new BlockingStore(store);
    }
}
