// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.load;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Random;

/** The loads of buckets and object stores. Each first runs a warm-up of the same kind, which is not counted. */
final class StoreLoads {
    private static final int KEYS = 1000;

    private final StoreClient client;
    private final LoadArguments arguments;

    StoreLoads(StoreClient client, LoadArguments arguments) {
        this.client = client;
        this.arguments = arguments;
    }

    /** Runs a load; the line that was measured. */
    String run(String load) {
        return switch (load) {
            case "kv-put" -> put();
            case "kv-get" -> get();
            case "kv-put-many" -> putMany();
            case "kv-get-many" -> getMany();
            case "kv-watch" -> watch();
            case "object-put" -> putObject();
            case "object-get" -> getObject();
            default ->
                throw new IllegalArgumentException("load " + load
                        + " (expected: kv-put, kv-get, kv-put-many, kv-get-many, kv-watch, object-put or object-get)");
        };
    }

    private static String key(int i) {
        return "key." + i % KEYS;
    }

    private byte[] value() {
        byte[] value = new byte[arguments.integer("size", 128)];
        new Random(1).nextBytes(value);
        return value;
    }

    private int count() {
        return arguments.integer("messages", 10_000);
    }

    private int inFlight() {
        return arguments.integer("inflight", 256);
    }

    private static String rate(double amount, long nanos) {
        return String.format(Locale.ROOT, "rate=%.1f seconds=%.4f", amount * 1e9 / nanos, nanos / 1e9);
    }

    private String put() {
        byte[] value = value();
        client.makeBucket();
        puts(count() / 2, value);
        long start = System.nanoTime();
        puts(count(), value);
        return rate(count(), System.nanoTime() - start);
    }

    private void puts(int count, byte[] value) {
        for (int i = 0; i < count; i++) {
            client.put(key(i), value);
        }
    }

    private String get() {
        client.makeBucket();
        client.putMany(KEYS, inFlight(), StoreLoads::key, value());
        gets(count() / 2);
        long start = System.nanoTime();
        gets(count());
        return rate(count(), System.nanoTime() - start);
    }

    private void gets(int count) {
        for (int i = 0; i < count; i++) {
            client.get(key(i));
        }
    }

    private String putMany() {
        byte[] value = value();
        client.makeBucket();
        client.putMany(count() / 2, inFlight(), StoreLoads::key, value);
        long start = System.nanoTime();
        client.putMany(count(), inFlight(), StoreLoads::key, value);
        return rate(count(), System.nanoTime() - start);
    }

    private String getMany() {
        client.makeBucket();
        client.putMany(KEYS, inFlight(), StoreLoads::key, value());
        client.getMany(count() / 2, inFlight(), StoreLoads::key);
        long start = System.nanoTime();
        client.getMany(count(), inFlight(), StoreLoads::key);
        return rate(count(), System.nanoTime() - start);
    }

    /** The keys stay from round to round, and from side to side. */
    private String watch() {
        int keys = count();
        if (client.keys() != keys) {
            client.makeBucket();
            client.putMany(keys, inFlight(), i -> "key." + i, value());
        }
        watched(keys);
        long start = System.nanoTime();
        watched(keys);
        return rate(keys, System.nanoTime() - start);
    }

    private void watched(int keys) {
        int told = client.watchAll();
        if (told != keys) {
            throw new IllegalStateException("keys that were told: " + told + " (expected: " + keys + ")");
        }
    }

    private byte[] content() {
        byte[] content = new byte[arguments.integer("size", 32 * 1024 * 1024)];
        new Random(1).nextBytes(content);
        return content;
    }

    private String putObject() {
        byte[] content = content();
        client.makeStore();
        client.putObject("o", new ByteArrayInputStream(content));
        long start = System.nanoTime();
        client.putObject("o", new ByteArrayInputStream(content));
        return rate(content.length, System.nanoTime() - start);
    }

    private String getObject() {
        byte[] content = content();
        client.makeStore();
        client.putObject("o", new ByteArrayInputStream(content));
        client.getObject("o", OutputStream.nullOutputStream());
        long start = System.nanoTime();
        client.getObject("o", OutputStream.nullOutputStream());
        return rate(content.length, System.nanoTime() - start);
    }
}
