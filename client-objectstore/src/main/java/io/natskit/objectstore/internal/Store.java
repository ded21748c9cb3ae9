// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.OutgoingMessage;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.jetstream.internal.store.Context;
import io.natskit.objectstore.DamagedObjectException;
import io.natskit.objectstore.MetaSpec;
import io.natskit.objectstore.ObjectExistsException;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectLink;
import io.natskit.objectstore.ObjectNotFoundException;
import io.natskit.wire.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The descriptions of a store's objects: reading, and writing so that of two who write at the same time each knows what it replaced. Knows no state but whether the store
 * takes fast ingest, asked for once.
 */
final class Store {
    static final String STREAM = "OBJ_";
    private static final int RACES_MAX = 20;

    private final Context context;
    private final ChunkArrays arrays;
    private final String name;
    private final StreamHandle stream;
    private final String subjects;
    private final String writePrefix;
    private volatile @Nullable Boolean ingest;

    Store(Context context, ChunkArrays arrays, String name) {
        this.context = context;
        this.arrays = arrays;
        this.name = name;
        this.stream = context.js().stream(STREAM + name);
        this.subjects = "$O." + name + ".";
        String prefix = context.js().options().prefix();
        // in another domain, or account, subjects are reached behind the API's prefix
        this.writePrefix = prefix.equals("$JS.API.") ? subjects : prefix + subjects;
    }

    Context context() {
        return context;
    }

    /** What chunks are put in. */
    ChunkArrays arrays() {
        return arrays;
    }

    String name() {
        return name;
    }

    StreamHandle stream() {
        return stream;
    }

    /** Whether puts go by fast ingest. */
    CompletableFuture<Boolean> ingest() {
        Boolean known = ingest;
        return known != null
                ? CompletableFuture.completedFuture(known)
                : stream.async().info().thenApply(info -> {
                    boolean now = info.config().allowBatchPublish();
                    ingest = now;
                    return now;
                });
    }

    // subjects

    String chunks(String nuid) {
        return subjects + "C." + nuid;
    }

    String chunksToWrite(String nuid) {
        return writePrefix + "C." + nuid;
    }

    String metas() {
        return subjects + "M.>";
    }

    private static String encoded(String object) {
        if (object.isEmpty()) {
            throw new IllegalArgumentException("object: \"\" (expected: a name)");
        }
        return Base64.getUrlEncoder().encodeToString(object.getBytes(StandardCharsets.UTF_8));
    }

    // reading

    /**
     * A description that was found.
     *
     * @param sequence its place in the stream; 0 when there was none
     */
    record Found(@Nullable ObjectInfo info, long sequence) {
        boolean isThere() {
            return info != null && !info.deleted();
        }
    }

    /** A description, a tombstone too. The leader is asked: who has put an object finds it. */
    CompletableFuture<Found> find(String object) {
        return stream.async()
                .last(subjects + "M." + encoded(object))
                .thenApply(found ->
                        found.map(m -> new Found(read(m), m.sequence())).orElse(new Found(null, 0)));
    }

    private ObjectInfo read(StoredMessage message) {
        return read(message.bytes(), message.time());
    }

    ObjectInfo read(byte[] json, Instant time) {
        try {
            return InfoJson.read(json, time);
        } catch (JsonException e) {
            throw new DamagedObjectException(
                    "store \"" + name + "\" has a description that is none: " + e.getMessage());
        }
    }

    CompletableFuture<Optional<ObjectInfo>> info(String object) {
        return find(object).thenApply(found -> found.isThere() ? Optional.ofNullable(found.info()) : Optional.empty());
    }

    /** The object itself and where it is, one link followed. */
    CompletableFuture<Located> locate(String object) {
        return there(object).thenCompose(info -> {
            ObjectLink link = info.link();
            if (link == null) {
                return CompletableFuture.completedFuture(new Located(this, info));
            }
            String target = link.nameOrNull();
            if (target == null) {
                throw new IllegalArgumentException("object: \"" + object + "\" is a link to store \"" + link.bucket()
                        + "\" (expected: an object)");
            }
            Store other = link.bucket().equals(name) ? this : new Store(context, arrays, link.bucket());
            return other.there(target).thenApply(to -> {
                if (to.isLink()) {
                    throw new IllegalArgumentException(
                            "object: \"" + target + "\" is a link, reached by a link (expected: an object)");
                }
                return new Located(other, to);
            });
        });
    }

    /** An object and its store. */
    record Located(Store store, ObjectInfo info) {}

    private CompletableFuture<ObjectInfo> there(String object) {
        return info(object).thenApply(found -> found.orElseThrow(() -> new ObjectNotFoundException(name, object)));
    }

    // writing

    /** What to write where something was found; fails where it must not be. */
    private CompletableFuture<ObjectInfo> write(
            String object, Function<@Nullable ObjectInfo, ObjectInfo> change, Predicate<Found> replaces, int races) {
        return find(object).thenCompose(found -> {
            ObjectInfo fresh = change.apply(found.isThere() ? found.info() : null);
            OutgoingMessage message = OutgoingMessage.to(writePrefix + "M." + encoded(object))
                    .payload(InfoJson.write(fresh))
                    .build();
            return context.js()
                    .async()
                    .publish(message, p -> p.rollupSubject().expectLastSubjectSequence(found.sequence()))
                    .handle((ack, error) -> {
                        if (error == null) {
                            return (replaces.test(found) ? purge(found, fresh) : done()).thenApply(nothing -> fresh);
                        }
                        Throwable cause = Failures.cause(error);
                        boolean raced = cause instanceof JetStreamApiException e
                                && (e.errorCode() == 10071 || e.errorCode() == 10164);
                        return raced && races < RACES_MAX
                                ? write(object, change, replaces, races + 1)
                                : CompletableFuture.<ObjectInfo>failedFuture(cause);
                    })
                    .thenCompose(Function.identity());
        });
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> purge(Found old, ObjectInfo fresh) {
        ObjectInfo before = old.info();
        if (before == null || before.nuid().isEmpty() || before.isLink()) {
            return done();
        }
        return before.nuid().equals(fresh.nuid()) ? done() : purgeChunks(before.nuid());
    }

    CompletableFuture<Void> purgeChunks(String nuid) {
        return stream.async().purge(p -> p.subject(chunks(nuid))).thenApply(gone -> null);
    }

    /** Makes an object of chunks that are all stored; then those of the object before it go. */
    CompletableFuture<ObjectInfo> commit(ObjectInfo fresh) {
        return write(fresh.name(), before -> fresh, found -> true, 0);
    }

    CompletableFuture<Void> delete(String object) {
        return write(
                        object,
                        before -> {
                            if (before == null) {
                                throw new ObjectNotFoundException(name, object);
                            }
                            return new ObjectInfo(
                                    name,
                                    object,
                                    before.description(),
                                    before.headers(),
                                    before.metadata(),
                                    before.chunkBytes(),
                                    before.link(),
                                    before.nuid(),
                                    0,
                                    0,
                                    "",
                                    true,
                                    Instant.now());
                        },
                        found -> false,
                        0)
                .thenCompose(gone -> gone.nuid().isEmpty() || gone.isLink() ? done() : purgeChunks(gone.nuid()));
    }

    CompletableFuture<ObjectInfo> update(String object, MetaSpec spec) {
        String to = spec.name().orElse(object);
        if (to.equals(object)) {
            return write(object, before -> changed(object, before, object, spec), found -> false, 0);
        }
        return there(object)
                .thenCompose(old -> write(
                        to,
                        there -> {
                            if (there != null) {
                                throw new ObjectExistsException(name, to);
                            }
                            return changed(object, old, to, spec);
                        },
                        found -> false,
                        0))
                .thenCompose(fresh -> stream.async()
                        .purge(p -> p.subject(subjects + "M." + encoded(object)))
                        .thenApply(gone -> fresh));
    }

    private ObjectInfo changed(String object, @Nullable ObjectInfo before, String to, MetaSpec spec) {
        if (before == null) {
            throw new ObjectNotFoundException(name, object);
        }
        return new ObjectInfo(
                name,
                to,
                spec.description().orElse(before.description()),
                spec.headers().orElse(before.headers()),
                spec.metadata().orElse(before.metadata()),
                before.chunkBytes(),
                before.link(),
                before.nuid(),
                before.size(),
                before.chunks(),
                before.digest(),
                false,
                Instant.now());
    }

    CompletableFuture<ObjectInfo> link(String object, ObjectLink to) {
        return write(
                object,
                before -> {
                    if (before != null && !before.isLink()) {
                        throw new ObjectExistsException(name, object);
                    }
                    return new ObjectInfo(
                            name,
                            object,
                            "",
                            Map.of(),
                            Map.of(),
                            0,
                            to,
                            io.natskit.wire.Nuid.next(),
                            0,
                            0,
                            "",
                            false,
                            Instant.now());
                },
                found -> false,
                0);
    }
}
