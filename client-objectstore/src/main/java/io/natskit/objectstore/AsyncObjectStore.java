// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import io.natskit.jetstream.Pages;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** {@link ObjectStore} for callers that must not wait; each method means what its namesake there says. Files are read and written without a thread that waits; a stream is read on a thread of
 * its own. Cancelling a future ends its transfer as a failure does. */
public interface AsyncObjectStore {

    /** See {@link ObjectStore#name()}. */
    String name();

    /** See {@link ObjectStore#put(String, InputStream, Consumer)}. */
    CompletableFuture<ObjectInfo> put(String name, InputStream content, Consumer<PutSpec> spec);

    /** See {@link ObjectStore#put(String, Path, Consumer)}. */
    CompletableFuture<ObjectInfo> put(String name, Path file, Consumer<PutSpec> spec);

    /** See {@link ObjectStore#put(String, byte[])}. */
    CompletableFuture<ObjectInfo> put(String name, byte[] content);

    /** See {@link ObjectStore#begin}. */
    CompletableFuture<Upload> begin(String name, Consumer<PutSpec> spec);

    /** See {@link ObjectStore#resume}. */
    CompletableFuture<Upload> resume(String token);

    /** See {@link ObjectStore#bytes}. */
    CompletableFuture<byte[]> bytes(String name, long maxBytes);

    /** See {@link ObjectStore#range}. */
    CompletableFuture<byte[]> range(String name, long offset, int length);

    /** See {@link ObjectStore#copyTo(String, Path)}. */
    CompletableFuture<ObjectInfo> copyTo(String name, Path file);

    /** See {@link ObjectStore#copyTo(String, Path, Consumer)}. */
    CompletableFuture<ObjectInfo> copyTo(String name, Path file, Consumer<GetSpec> spec);

    /** See {@link ObjectStore#info}. */
    CompletableFuture<Optional<ObjectInfo>> info(String name);

    /** See {@link ObjectStore#update}. */
    CompletableFuture<ObjectInfo> update(String name, Consumer<MetaSpec> spec);

    /** See {@link ObjectStore#rename}. */
    CompletableFuture<ObjectInfo> rename(String name, String to);

    /** See {@link ObjectStore#link}. */
    CompletableFuture<ObjectInfo> link(String name, ObjectInfo to);

    /** See {@link ObjectStore#linkStore}. */
    CompletableFuture<ObjectInfo> linkStore(String name, String store);

    /** See {@link ObjectStore#delete}. */
    CompletableFuture<Void> delete(String name);

    /** See {@link ObjectStore#seal}. */
    CompletableFuture<Void> seal();

    /** See {@link ObjectStore#list}. */
    Pages<ObjectInfo> list();

    /** See {@link ObjectStore#watch}. */
    CompletableFuture<ObjectWatch> watch(Consumer<ObjectWatchSpec> spec, Consumer<? super ObjectInfo> listener);

    /** See {@link ObjectStore#status}. */
    CompletableFuture<StoreStatus> status();

    /** The same store, blocking. */
    ObjectStore blocking();
}
