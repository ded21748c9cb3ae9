// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.objectstore.AsyncObjectStore;
import io.natskit.objectstore.GetSpec;
import io.natskit.objectstore.MetaSpec;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectWatchSpec;
import io.natskit.objectstore.PutSpec;
import io.natskit.objectstore.StoreStatus;
import io.natskit.objectstore.Upload;
import io.natskit.reactive.ReactiveObjectStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;

/** An object store in the shapes of RxJava; each method means what its namesake in {@link AsyncObjectStore} says. All are cold; disposing gives up. No state of its own. */
public final class RxObjectStore {
    private final AsyncObjectStore async;

    RxObjectStore(AsyncObjectStore async) {
        this.async = async;
    }

    /** A view of {@code store}. */
    public static RxObjectStore of(ObjectStore store) {
        return new RxObjectStore(store.async());
    }

    private ReactiveObjectStore reactive() {
        return ReactiveObjectStore.of(async.blocking());
    }

    /** See {@link AsyncObjectStore#name()}. */
    public String name() {
        return async.name();
    }

    /** See {@link AsyncObjectStore#put(String, InputStream, Consumer)}. */
    public Single<ObjectInfo> put(String name, InputStream content, Consumer<PutSpec> spec) {
        return Futures.single(() -> async.put(name, content, spec));
    }

    /** See {@link AsyncObjectStore#put(String, Path, Consumer)}. */
    public Single<ObjectInfo> put(String name, Path file, Consumer<PutSpec> spec) {
        return Futures.single(() -> async.put(name, file, spec));
    }

    /** See {@link AsyncObjectStore#put(String, byte[])}. */
    public Single<ObjectInfo> put(String name, byte[] content) {
        return Futures.single(() -> async.put(name, content));
    }

    /** See {@link io.natskit.objectstore.FlowObjectStore#put}: buffers are asked for as the server takes them. */
    public Single<ObjectInfo> put(String name, Publisher<ByteBuffer> content, Consumer<PutSpec> spec) {
        return Futures.single(() -> reactive().put(name, content, spec));
    }

    /** See {@link AsyncObjectStore#begin}. */
    public Single<Upload> begin(String name, Consumer<PutSpec> spec) {
        return Futures.single(() -> async.begin(name, spec));
    }

    /** See {@link AsyncObjectStore#resume}. */
    public Single<Upload> resume(String token) {
        return Futures.single(() -> async.resume(token));
    }

    /** See {@link AsyncObjectStore#bytes}. */
    public Single<byte[]> bytes(String name, long maxBytes) {
        return Futures.single(() -> async.bytes(name, maxBytes));
    }

    /** See {@link AsyncObjectStore#range}. */
    public Single<byte[]> range(String name, long offset, int length) {
        return Futures.single(() -> async.range(name, offset, length));
    }

    /** The chunks of an object; see {@link io.natskit.objectstore.FlowObjectStore#read}. */
    public Flowable<ByteBuffer> read(String name) {
        return Flowable.fromPublisher(reactive().read(name));
    }

    /** See {@link AsyncObjectStore#copyTo(String, Path)}. */
    public Single<ObjectInfo> copyTo(String name, Path file) {
        return Futures.single(() -> async.copyTo(name, file));
    }

    /** See {@link AsyncObjectStore#copyTo(String, Path, Consumer)}. */
    public Single<ObjectInfo> copyTo(String name, Path file, Consumer<GetSpec> spec) {
        return Futures.single(() -> async.copyTo(name, file, spec));
    }

    /** See {@link AsyncObjectStore#info}. */
    public Maybe<ObjectInfo> info(String name) {
        return Futures.maybe(() -> async.info(name));
    }

    /** See {@link AsyncObjectStore#update}. */
    public Single<ObjectInfo> update(String name, Consumer<MetaSpec> spec) {
        return Futures.single(() -> async.update(name, spec));
    }

    /** See {@link AsyncObjectStore#rename}. */
    public Single<ObjectInfo> rename(String name, String to) {
        return Futures.single(() -> async.rename(name, to));
    }

    /** See {@link AsyncObjectStore#link}. */
    public Single<ObjectInfo> link(String name, ObjectInfo to) {
        return Futures.single(() -> async.link(name, to));
    }

    /** See {@link AsyncObjectStore#linkStore}. */
    public Single<ObjectInfo> linkStore(String name, String store) {
        return Futures.single(() -> async.linkStore(name, store));
    }

    /** See {@link AsyncObjectStore#delete}. */
    public Completable delete(String name) {
        return Futures.completable(() -> async.delete(name));
    }

    /** See {@link AsyncObjectStore#seal}. */
    public Completable seal() {
        return Futures.completable(() -> async.seal());
    }

    /** See {@link io.natskit.objectstore.FlowObjectStore#list}. */
    public Flowable<ObjectInfo> list() {
        return Flowable.fromPublisher(reactive().list());
    }

    /** See {@link io.natskit.objectstore.FlowObjectStore#watch}. */
    public Flowable<ObjectInfo> watch(Consumer<ObjectWatchSpec> spec) {
        return Flowable.fromPublisher(reactive().watch(spec));
    }

    /** See {@link AsyncObjectStore#status}. */
    public Single<StoreStatus> status() {
        return Futures.single(() -> async.status());
    }

    /** The same store, blocking. */
    public ObjectStore blocking() {
        return async.blocking();
    }
}
