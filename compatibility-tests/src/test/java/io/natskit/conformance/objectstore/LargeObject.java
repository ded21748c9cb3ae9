// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.objectstore;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectReader;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import io.natskit.objectstore.Upload;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;

/** A program that puts a large object, or ends in the middle of that, or goes on with it, or reads it: for a JVM of its own with a small heap. Prints what came of it. */
final class LargeObject {
    private LargeObject() {}

    /** {@code begin URL BYTES}, {@code resume URL BYTES TOKEN} or {@code read URL BYTES}. */
    public static void main(String[] args) throws Exception {
        long bytes = Long.parseLong(args[2]);
        try (Connection connection =
                Nats.connect(o -> o.servers(args[1]).servers(s -> s.connectTimeout(Duration.ofSeconds(20))))) {
            ObjectStore store = ObjectStores.on(JetStream.on(connection, o -> o.timeout(Duration.ofSeconds(60))))
                    .ensureStore(StoreConfig.of("LARGE"));
            switch (args[0]) {
                case "begin" -> begin(store, bytes);
                case "resume" -> resume(store, bytes, args[3]);
                default -> read(store, bytes);
            }
        }
    }

    /** Half of it, and the end of this program, as by a power cut. */
    private static void begin(ObjectStore store, long bytes) {
        Upload upload = store.begin("large", p -> {});
        System.out.println("token " + upload.token());
        upload.transferFrom(new Content(0, bytes / 2));
        System.out.println("half");
        System.out.flush();
        Runtime.getRuntime().halt(3);
    }

    private static void resume(ObjectStore store, long bytes, String token) {
        try (Upload upload = store.resume(token)) {
            System.out.println("position " + upload.position());
            upload.transferFrom(new Content(upload.position(), bytes));
            ObjectInfo info = upload.finish();
            System.out.println("stored " + info.size() + " " + info.digest());
        }
    }

    private static void read(ObjectStore store, long bytes) throws Exception {
        MessageDigest expected = MessageDigest.getInstance("SHA-256");
        try (InputStream content = new DigestInputStream(new Content(0, bytes), expected)) {
            byte[] buffer = new byte[64 * 1024];
            while (content.read(buffer) >= 0) {
                // the digest is all that is wanted
            }
        }
        MessageDigest found = MessageDigest.getInstance("SHA-256");
        long size;
        try (ObjectReader reader = store.open("large");
                InputStream content = new DigestInputStream(reader.stream(), found)) {
            size = content.transferTo(java.io.OutputStream.nullOutputStream());
        }
        byte[] digest = expected.digest();
        System.out.println("read " + size + " SHA-256=" + Base64.getUrlEncoder().encodeToString(digest) + " same "
                + MessageDigest.isEqual(digest, found.digest()) + " heap "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MB");
    }

    /** Bytes that are made as they are read, each by its place; not compressible by accident. */
    private static final class Content extends InputStream {
        private final long end;
        private long position;

        Content(long from, long end) {
            this.position = from;
            this.end = end;
        }

        private static byte at(long position) {
            long word = (position >>> 3) * 0x9E3779B97F4A7C15L;
            word ^= word >>> 29;
            word *= 0xBF58476D1CE4E5B9L;
            word ^= word >>> 32;
            return (byte) (word >>> ((position & 7) * 8));
        }

        @Override
        public int read() {
            return position >= end ? -1 : at(position++) & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (position >= end) {
                return -1;
            }
            int count = (int) Math.min(length, end - position);
            for (int i = 0; i < count; i++) {
                target[offset + i] = at(position + i);
            }
            position += count;
            return count;
        }
    }
}
