// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.client;

import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.kv.AsyncBucket;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.KeyValue;
import io.natskit.kv.Watch;
import io.natskit.kv.WatchEvent;
import io.natskit.objectstore.ObjectReader;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import io.natskit.peer.load.ClientLoads;
import io.natskit.peer.load.StoreClient;
import io.natskit.wire.jetstream.StorageType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Buckets and object stores of ours under the loads. */
final class NatsKitStores implements StoreClient {
    private static final String NAME = "LOAD";

    private final JetStream js;
    private final KeyValue kv;
    private final ObjectStores stores;
    private final Bucket<String, byte[]> bucket;
    private final ObjectStore store;

    NatsKitStores(Connection connection) {
        js = JetStream.on(connection, o -> o.timeout(Duration.ofSeconds(60)));
        kv = KeyValue.on(js);
        stores = ObjectStores.on(js);
        bucket = kv.bucket(NAME);
        store = stores.store(NAME);
    }

    @Override
    public void makeBucket() {
        if (kv.findBucket(NAME).isPresent()) {
            kv.deleteBucket(NAME);
        }
        kv.createBucket(BucketConfig.of(NAME, b -> b.storage(StorageType.MEMORY)));
    }

    @Override
    public long keys() {
        return kv.findBucket(NAME).map(found -> found.status().values()).orElse(0L);
    }

    @Override
    public void put(String key, byte[] value) {
        bucket.put(key, value);
    }

    @Override
    public byte[] get(String key) {
        return bucket.get(key).orElseThrow().value();
    }

    @Override
    public void putMany(int count, int inFlight, IntFunction<String> key, byte[] value) {
        AsyncBucket<String, byte[]> async = bucket.async();
        ClientLoads.keepInFlight(count, inFlight, i -> async.put(key.apply(i), value));
    }

    @Override
    public void getMany(int count, int inFlight, IntFunction<String> key) {
        AsyncBucket<String, byte[]> async = bucket.async();
        ClientLoads.keepInFlight(count, inFlight, i -> async.get(key.apply(i)));
    }

    @Override
    public int watchAll() {
        AtomicInteger told = new AtomicInteger();
        try (Watch watch = bucket.watch(w -> {}, event -> {
            if (event instanceof WatchEvent.Changed<String, byte[]>) {
                told.incrementAndGet();
            }
        })) {
            watch.current().orTimeout(120, TimeUnit.SECONDS).join();
            return told.get();
        }
    }

    @Override
    public void makeStore() {
        if (stores.findStore(NAME).isPresent()) {
            stores.deleteStore(NAME);
        }
        stores.createStore(StoreConfig.of(NAME, s -> s.storage(StorageType.MEMORY)));
    }

    @Override
    public void putObject(String name, InputStream content) {
        store.put(name, content, p -> {});
    }

    @Override
    public void getObject(String name, OutputStream target) {
        try (ObjectReader reader = store.open(name)) {
            reader.stream().transferTo(target);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
