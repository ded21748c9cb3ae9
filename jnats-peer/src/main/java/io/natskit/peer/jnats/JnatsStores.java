// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.jnats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.ObjectStore;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.api.ObjectStoreConfiguration;
import io.nats.client.api.StorageType;
import io.natskit.peer.load.StoreClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Buckets and object stores of jnats under the loads. It has no futures for them: what is to be in flight are calls of as many threads. */
final class JnatsStores implements StoreClient {
    private static final String NAME = "LOAD";

    private final Connection connection;
    private @Nullable KeyValue bucket;
    private @Nullable ObjectStore store;

    JnatsStores(Connection connection) {
        this.connection = connection;
    }

    private interface Call<T> {
        T call() throws IOException, JetStreamApiException, InterruptedException, NoSuchAlgorithmException;
    }

    private static <T> T told(Call<T> call) {
        try {
            return call.call();
        } catch (IOException | JetStreamApiException | NoSuchAlgorithmException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private KeyValue bucket() {
        KeyValue made = bucket;
        if (made == null) {
            made = told(() -> connection.keyValue(NAME));
            bucket = made;
        }
        return made;
    }

    @Override
    public void makeBucket() {
        told(() -> {
            if (connection.keyValueManagement().getBucketNames().contains(NAME)) {
                connection.keyValueManagement().delete(NAME);
            }
            return connection
                    .keyValueManagement()
                    .create(KeyValueConfiguration.builder()
                            .name(NAME)
                            .storageType(StorageType.Memory)
                            .build());
        });
    }

    @Override
    public long keys() {
        return told(() -> connection.keyValueManagement().getBucketNames().contains(NAME)
                ? connection.keyValueManagement().getStatus(NAME).getEntryCount()
                : 0L);
    }

    @Override
    public void put(String key, byte[] value) {
        told(() -> bucket().put(key, value));
    }

    @Override
    public byte[] get(String key) {
        return told(() -> Objects.requireNonNull(bucket().get(key).getValue(), key));
    }

    @Override
    public void putMany(int count, int inFlight, IntFunction<String> key, byte[] value) {
        many(count, inFlight, i -> put(key.apply(i), value));
    }

    @Override
    public void getMany(int count, int inFlight, IntFunction<String> key) {
        many(count, inFlight, i -> get(key.apply(i)));
    }

    private interface Each {
        void call(int i);
    }

    private void many(int count, int inFlight, Each each) {
        bucket();
        AtomicInteger next = new AtomicInteger();
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        Thread[] threads = new Thread[inFlight];
        for (int t = 0; t < inFlight; t++) {
            threads[t] = new Thread(() -> {
                try {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        each.call(i);
                    }
                } catch (RuntimeException e) {
                    failure.set(e);
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            told(() -> {
                thread.join();
                return true;
            });
        }
        RuntimeException why = failure.get();
        if (why != null) {
            throw why;
        }
    }

    @Override
    public int watchAll() {
        AtomicInteger told = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(1);
        return told(() -> {
            var watching = bucket().watchAll(new KeyValueWatcher() {
                @Override
                public void watch(KeyValueEntry entry) {
                    told.incrementAndGet();
                }

                @Override
                public void endOfData() {
                    all.countDown();
                }
            });
            try {
                if (!all.await(120, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("keys that were told: " + told + " (expected: all)");
                }
                return told.get();
            } finally {
                watching.unsubscribe();
            }
        });
    }

    private ObjectStore store() {
        ObjectStore made = store;
        if (made == null) {
            made = told(() -> connection.objectStore(NAME));
            store = made;
        }
        return made;
    }

    @Override
    public void makeStore() {
        told(() -> {
            if (connection.objectStoreManagement().getBucketNames().contains(NAME)) {
                connection.objectStoreManagement().delete(NAME);
            }
            return connection
                    .objectStoreManagement()
                    .create(ObjectStoreConfiguration.builder(NAME)
                            .storageType(StorageType.Memory)
                            .build());
        });
    }

    @Override
    public void putObject(String name, InputStream content) {
        told(() -> store().put(name, content));
    }

    @Override
    public void getObject(String name, OutputStream target) {
        told(() -> store().get(name, target));
    }
}
