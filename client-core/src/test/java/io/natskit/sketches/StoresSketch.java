// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.sketches;

import io.natskit.client.OverflowPolicy;
import io.natskit.client.Registration;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The key-value and object store APIs to come; see {@code docs/adr/0004-apis-to-come.md}. */
public interface StoresSketch {

    /** Made by {@code KeyValue.bucket(jetStream, "name")}, with codecs by {@code bucket.with(keyCodec, valueCodec)}. */
    interface Bucket<K, V> {
        Optional<Entry<K, V>> get(K key);

        Optional<Entry<K, V>> get(K key, long revision);

        long put(K key, V value);

        /** Fails with {@code KeyExistsException}. */
        long create(K key, V value, Consumer<CreateSpec> spec);

        /** Fails with {@code WrongRevisionException}, which holds the revision that was found. */
        long update(K key, V value, long revision);

        /** Reads, changes, writes, and again while others were faster. */
        Entry<K, V> compute(K key, UnaryOperator<Optional<V>> change);

        void delete(K key, Consumer<DeleteSpec> spec);

        void purge(K key, Consumer<DeleteSpec> spec);

        Iterable<K> keys(String... filters);

        Iterable<Entry<K, V>> history(K key);

        /** A consistent reading of many keys at one moment. */
        Map<K, Entry<K, V>> snapshot(Collection<String> filters);

        Watch watch(Consumer<WatchSpec> spec, WatchListener<K, V> listener);

        BucketStatus status();

        AsyncBucket<K, V> async();

        FlowBucket<K, V> flow();
    }

    interface AsyncBucket<K, V> {
        CompletableFuture<Optional<Entry<K, V>>> get(K key);

        CompletableFuture<Optional<Entry<K, V>>> get(K key, long revision);

        CompletableFuture<Long> put(K key, V value);

        CompletableFuture<Long> create(K key, V value, Consumer<CreateSpec> spec);

        CompletableFuture<Long> update(K key, V value, long revision);

        CompletableFuture<Entry<K, V>> compute(K key, UnaryOperator<Optional<V>> change);

        CompletableFuture<Void> delete(K key, Consumer<DeleteSpec> spec);

        CompletableFuture<Void> purge(K key, Consumer<DeleteSpec> spec);

        Pages<K> keys(String... filters);

        Pages<Entry<K, V>> history(K key);

        CompletableFuture<Map<K, Entry<K, V>>> snapshot(Collection<String> filters);

        CompletableFuture<Watch> watch(Consumer<WatchSpec> spec, WatchListener<K, V> listener);

        CompletableFuture<BucketStatus> status();
    }

    interface FlowBucket<K, V> {
        Flow.Publisher<K> keys(String... filters);

        Flow.Publisher<Entry<K, V>> history(K key);

        /** First what is there, then {@link WatchEvent.Current}, then what happens; demand is pull credit of an ordered consumer. */
        Flow.Publisher<WatchEvent<K, V>> watch(Consumer<WatchSpec> spec);
    }

    interface WatchListener<K, V> {
        void onEvent(WatchEvent<K, V> event) throws Exception;
    }

    /** Sealed within its module. */
    interface WatchEvent<K, V> {
        /** A value was put, or a marker written. */
        record Changed<K, V>(Entry<K, V> entry) implements WatchEvent<K, V> {}

        /** All that was there when the watch began has been told. */
        record Current<K, V>() implements WatchEvent<K, V> {}
    }

    interface Watch extends Registration {
        CompletableFuture<Void> current();

        CompletableFuture<EndReason> ended();
    }

    /** A near cache fed by a watch; its reads never wait. */
    interface CachedBucket<K, V> extends Bucket<K, V> {
        Optional<Entry<K, V>> getCached(K key);

        CompletableFuture<Void> caughtUpTo(long revision);
    }

    interface Entry<K, V> {
        K key();

        V value();

        long revision();

        Instant time();

        Operation operation();
    }

    enum Operation {
        PUT,
        DELETE,
        PURGE
    }

    interface Codec<T> {
        ByteBuffer encode(T value);

        T decode(ByteBuffer bytes);
    }

    /** Objects of any size, in chunks; nothing here holds one whole unless asked to. */
    interface ObjectStore {
        ObjectInfo put(String name, InputStream content, Consumer<PutSpec> spec);

        ObjectInfo put(String name, Path file, Consumer<PutSpec> spec);

        /** Takes up where {@code token} left off. */
        Upload resume(String token);

        ObjectReader open(String name);

        byte[] bytes(String name, long maxBytes);

        ObjectInfo copyTo(String name, Path file);

        Optional<ObjectInfo> info(String name);

        ObjectInfo rename(String name, String to);

        ObjectInfo link(String name, ObjectInfo to);

        void delete(String name);

        void seal();

        Iterable<ObjectInfo> list();

        Watch watch(Consumer<ObjectInfo> listener);

        AsyncObjectStore async();

        FlowObjectStore flow();
    }

    interface AsyncObjectStore {
        CompletableFuture<ObjectInfo> put(String name, InputStream content, Consumer<PutSpec> spec);

        CompletableFuture<ObjectInfo> put(String name, Path file, Consumer<PutSpec> spec);

        CompletableFuture<Upload> resume(String token);

        CompletableFuture<byte[]> bytes(String name, long maxBytes);

        CompletableFuture<ObjectInfo> copyTo(String name, Path file);

        CompletableFuture<Optional<ObjectInfo>> info(String name);

        CompletableFuture<ObjectInfo> rename(String name, String to);

        CompletableFuture<ObjectInfo> link(String name, ObjectInfo to);

        CompletableFuture<Void> delete(String name);

        CompletableFuture<Void> seal();

        Pages<ObjectInfo> list();

        CompletableFuture<Watch> watch(Consumer<ObjectInfo> listener);
    }

    interface FlowObjectStore {
        /** Chunks are asked for as the server acknowledges those before: bounded memory at both ends. */
        CompletableFuture<ObjectInfo> put(String name, Flow.Publisher<ByteBuffer> content, Consumer<PutSpec> spec);

        Flow.Publisher<ByteBuffer> read(String name);

        Flow.Publisher<ObjectInfo> list();

        Flow.Publisher<ObjectInfo> watch();
    }

    /** Reads an object while it comes, digest checked at the end. */
    interface ObjectReader extends AutoCloseable {
        ObjectInfo info();

        InputStream stream();

        SeekableByteChannel channel();

        @Override
        void close();
    }

    interface Upload extends AutoCloseable {
        String token();

        ObjectInfo finish();

        @Override
        void close();
    }

    /** What to watch and what to do past the bound of a slow listener. */
    interface WatchSpec {
        WatchSpec keys(List<String> filters);

        WatchSpec history();

        WatchSpec updatesOnly();

        WatchSpec fromRevision(long revision);

        WatchSpec ignoreDeletes();

        WatchSpec metaOnly();

        WatchSpec overflow(OverflowPolicy policy);
    }

    interface CreateSpec {
        CreateSpec timeToLive(Duration ttl);
    }

    interface DeleteSpec {
        DeleteSpec revision(long expected);

        DeleteSpec timeToLive(Duration ttl);
    }

    interface PutSpec {
        PutSpec chunkBytes(int bytes);

        PutSpec description(String text);

        PutSpec metadata(Map<String, String> metadata);
    }

    interface BucketStatus {}

    interface ObjectInfo {}

    /** Lists that come in pages: {@code io.natskit.jetstream.Pages}, which the core cannot see. */
    interface Pages<T> {
        CompletableFuture<Optional<T>> next();

        CompletableFuture<List<T>> all();
    }

    /** Why a watch ended; of the module to come. */
    interface EndReason {}
}
