// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.NatsException;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.objectstore.DamagedObjectException;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.PutSpec;
import io.natskit.objectstore.Upload;
import io.natskit.wire.Nuid;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An upload that may be resumed: its chunks carry their numbers, so that what is stored of it is known to the chunk. For one thread at a time. */
final class Uploading implements Upload {
    private final Store store;
    private final ChunkWriter writer;
    private final String token;
    private final long position;
    private final String storedDigest;
    private boolean over;

    private Uploading(Store store, ChunkWriter writer, String token, long position, String storedDigest) {
        this.store = store;
        this.writer = writer;
        this.token = token;
        this.position = position;
        this.storedDigest = storedDigest;
    }

    static Uploading begin(Store store, String name, PutSpec spec) {
        ObjectInfo planned = new ObjectInfo(
                store.name(),
                name,
                spec.description(),
                spec.headers(),
                spec.metadata(),
                spec.chunkBytes(),
                null,
                Nuid.next(),
                0,
                0,
                "",
                false,
                Instant.EPOCH);
        return at(store, planned, spec, Verifier.sha256(), 0, 0);
    }

    private static Uploading at(
            Store store, ObjectInfo planned, PutSpec spec, MessageDigest digest, long size, long chunks) {
        Lane lane = new WindowLane(store, planned.nuid(), ChunkWriter.window(spec), true, size, spec.progress());
        return new Uploading(
                store,
                new ChunkWriter(store, lane, planned.name(), planned.nuid(), spec, digest, size, chunks),
                Base64.getUrlEncoder().withoutPadding().encodeToString(InfoJson.write(planned)),
                size,
                Verifier.text(copy(digest)));
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }

    static CompletableFuture<Uploading> resume(Store store, String token) {
        ObjectInfo planned;
        try {
            planned = InfoJson.read(Base64.getUrlDecoder().decode(token), Instant.EPOCH);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("token: not one of an upload (expected: what Upload.token() gave)", e);
        }
        if (!planned.bucket().equals(store.name())
                || planned.chunkBytes() < 1
                || planned.nuid().isEmpty()) {
            throw new IllegalArgumentException(
                    "token: of store \"" + planned.bucket() + "\" (expected: one of \"" + store.name() + "\")");
        }
        Stored stored = new Stored(planned);
        PutSpec spec = new PutSpec()
                .chunkBytes(planned.chunkBytes())
                .description(planned.description())
                .metadata(planned.metadata())
                .headers(planned.headers());
        return Steps.then(
                Reads.scan(store, store.chunks(planned.nuid()), ChunkInput.ahead(planned), false, stored::take),
                nothing -> Steps.then(
                        stored.withoutStrays(store),
                        gone -> CompletableFuture.completedFuture(
                                at(store, planned, spec, stored.digest, stored.size, stored.chunks))));
    }

    /** What is stored of an upload: full chunks in their order are kept; what came behind a lost one is not. */
    private static final class Stored {
        private final ObjectInfo planned;
        private final MessageDigest digest = Verifier.sha256();
        private final List<Long> strays = new ArrayList<>();
        private long size;
        private long chunks;

        Stored(ObjectInfo planned) {
            this.planned = planned;
        }

        boolean take(JetStreamMessage message) {
            String number = message.headers().last(WindowLane.NUMBER);
            boolean next =
                    strays.isEmpty() && Long.toString(chunks).equals(number) && message.size() == planned.chunkBytes();
            if (next) {
                digest.update(message.bytes());
                size += message.size();
                chunks++;
            } else {
                strays.add(message.metadata().streamSequence());
            }
            return true;
        }

        CompletableFuture<Void> withoutStrays(Store store) {
            return CompletableFuture.allOf(strays.stream()
                    .map(sequence -> store.stream().async().delete(sequence, false))
                    .toArray(CompletableFuture[]::new));
        }
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public long position() {
        return position;
    }

    private void open() {
        if (over) {
            throw new IllegalStateException("the upload is over (expected: one that is neither finished nor closed)");
        }
    }

    @Override
    public void write(ByteBuffer content) {
        open();
        while (content.hasRemaining()) {
            int part = Math.min(content.remaining(), writer.left());
            ByteBuffer slice = content.slice().limit(part);
            content.position(content.position() + part);
            store.context().await(writer.write(slice), "write");
        }
    }

    @Override
    public void transferFrom(InputStream content) {
        open();
        Transfers.fill(store.context(), writer, content);
    }

    @Override
    public void transferFrom(Path file) {
        open();
        try (InputStream content = Files.newInputStream(file)) {
            skipStored(file, content);
            transferFrom(content);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file + " failed", e);
        }
    }

    /** What is stored must be how the file begins: otherwise the object would be a mixture of two. */
    private void skipStored(Path file, InputStream content) throws IOException {
        MessageDigest digest = Verifier.sha256();
        byte[] buffer = new byte[64 * 1024];
        long left = position;
        while (left > 0) {
            int got = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (got < 0) {
                break;
            }
            digest.update(buffer, 0, got);
            left -= got;
        }
        String found = Verifier.text(digest);
        if (left > 0 || !found.equals(storedDigest)) {
            throw new DamagedObjectException("file " + file + ": its first " + position + " bytes have " + found
                    + " (expected: " + storedDigest + ", which is stored of the upload)");
        }
    }

    @Override
    public ObjectInfo finish() {
        open();
        over = true;
        return store.context().await(writer.finish(), "finish");
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            try {
                store.context().await(writer.quiet(), "close");
            } catch (NatsException e) {
                store.context().inside().failed(e);
            }
        }
    }

    @Override
    public void abandon() {
        over = true;
        store.context().await(writer.abandon(), "abandon");
    }
}
