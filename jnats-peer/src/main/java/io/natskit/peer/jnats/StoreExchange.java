// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.jnats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.ObjectStore;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.ObjectInfo;
import io.nats.client.api.ObjectMeta;
import io.nats.client.impl.Headers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** jnats as one of several clients of bucket X and object store O: writes one value of each kind, or reads those of others. Facts are printed a line each: writer, fact, value. */
final class StoreExchange {
    private static final String ME = "jnats";
    private static final byte[] CONTENT = new byte[300_000];

    static {
        for (int i = 0; i < CONTENT.length; i++) {
            CONTENT[i] = (byte) (i * 31 + 7);
        }
    }

    private final KeyValue bucket;
    private final ObjectStore store;
    private final PrintStream out;

    StoreExchange(Connection connection, PrintStream out) throws IOException {
        this.bucket = connection.keyValue("X");
        this.store = connection.objectStore("O");
        this.out = out;
    }

    /** {@code write}, or {@code read:WRITER,WRITER,…}. */
    void perform(String task) throws InterruptedException {
        try {
            if (task.equals("write")) {
                writeKeys();
                writeObjects();
            } else {
                for (String writer : task.substring("read:".length()).split(",")) {
                    readKeys(writer);
                    readObjects(writer);
                }
            }
        } catch (IOException | JetStreamApiException | NoSuchAlgorithmException failure) {
            throw new IllegalStateException(task + " failed: " + failure, failure);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String key(String name) {
        return ME + "." + name;
    }

    private void writeKeys() throws IOException, JetStreamApiException {
        bucket.put(key("put"), bytes("value"));
        bucket.put(key("over"), bytes("1"));
        bucket.put(key("over"), bytes("2"));
        bucket.put(key("empty"), new byte[0]);
        bucket.put(key("bin"), new byte[] {0, 1, 13, 10, (byte) 255});
        bucket.create(key("create"), bytes("value"));
        bucket.update(key("update"), bytes("2"), bucket.put(key("update"), bytes("1")));
        bucket.put(key("del"), bytes("1"));
        bucket.delete(key("del"));
        bucket.put(key("purge"), bytes("1"));
        bucket.put(key("purge"), bytes("2"));
        bucket.purge(key("purge"));
        bucket.put(key("again"), bytes("1"));
        bucket.delete(key("again"));
        bucket.create(key("again"), bytes("2"));
        for (int i = 1; i < 4; i++) {
            bucket.put(key("hist"), bytes("" + i));
        }
    }

    private void put(ObjectMeta meta, byte[] content)
            throws IOException, JetStreamApiException, NoSuchAlgorithmException {
        store.put(meta, new ByteArrayInputStream(content));
    }

    private void writeObjects() throws IOException, JetStreamApiException, NoSuchAlgorithmException {
        put(
                ObjectMeta.builder(ME + "-plain")
                        .description("from " + ME)
                        .headers(new Headers().add("h", "v"))
                        .build(),
                CONTENT);
        put(ObjectMeta.builder(ME + "-empty").build(), new byte[0]);
        put(ObjectMeta.builder(ME + "-chunks").chunkSize(1000).build(), CONTENT);
        put(ObjectMeta.objectName(ME + "-twice"), CONTENT);
        put(ObjectMeta.objectName(ME + "-twice"), Arrays.copyOf(CONTENT, 1000));
        put(ObjectMeta.objectName(ME + "-gone"), CONTENT);
        store.delete(ME + "-gone");
        store.addLink(ME + "-link", store.getInfo(ME + "-plain"));
    }

    private void tell(String writer, String fact, Object value) {
        out.println(writer + " " + fact + " " + value);
    }

    private static String text(KeyValueEntry entry) {
        byte[] value = entry.getValue();
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private void readKeys(String writer) throws IOException, JetStreamApiException, InterruptedException {
        String of = writer + ".";
        for (String name : List.of("put", "over", "empty", "create", "update", "again")) {
            tell(writer, name, text(bucket.get(of + name)));
        }
        tell(writer, "bin", HexFormat.of().formatHex(bucket.get(of + "bin").getValue()));
        tell(writer, "del", bucket.get(of + "del") == null);
        tell(writer, "purge", bucket.get(of + "purge") == null);
        tell(writer, "revision", bucket.get(of + "put").getRevision());
        tell(
                writer,
                "keys",
                bucket.keys().stream().filter(k -> k.startsWith(of)).sorted().collect(Collectors.joining(",")));
        tell(
                writer,
                "hist",
                bucket.history(of + "hist").stream().map(StoreExchange::text).collect(Collectors.joining(",")));
        tell(
                writer,
                "ops",
                bucket.history(of + "del").stream()
                        .map(e -> e.getOperation().getHeaderValue())
                        .collect(Collectors.joining(",")));
    }

    private String digest(String name)
            throws IOException, JetStreamApiException, InterruptedException, NoSuchAlgorithmException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        store.get(name, content);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content.toByteArray()));
    }

    private void readObjects(String writer)
            throws IOException, JetStreamApiException, InterruptedException, NoSuchAlgorithmException {
        String of = writer + "-";
        ObjectInfo info = store.getInfo(of + "plain");
        tell(writer, "obj-plain", digest(of + "plain"));
        tell(writer, "obj-size", info.getSize());
        tell(writer, "obj-description", String.valueOf(info.getDescription()));
        tell(writer, "obj-header", header(info));
        tell(writer, "obj-empty", store.getInfo(of + "empty").getSize());
        tell(writer, "obj-twice", digest(of + "twice"));
        tell(
                writer,
                "obj-list",
                store.getList().stream()
                        .map(ObjectInfo::getObjectName)
                        .filter(name -> name.startsWith(of))
                        .sorted()
                        .collect(Collectors.joining(",")));
        tell(writer, "obj-gone", store.getInfo(of + "gone") == null);
        for (String name : List.of("chunks", "link")) {
            if (store.getInfo(of + name) != null) {
                tell(writer, "obj-" + name, digest(of + name));
            }
        }
    }

    private static String header(ObjectInfo info) {
        Headers headers = info.getHeaders();
        String key = headers == null || headers.isEmpty()
                ? null
                : headers.keySet().iterator().next();
        return key == null ? "" : String.valueOf(headers.getFirst(key));
    }
}
