// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.NatsException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.AsyncStreamHandle;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.PublishSpec;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.jetstream.internal.store.Context;
import io.natskit.kv.CreateSpec;
import io.natskit.kv.DeleteSpec;
import io.natskit.kv.KeyExistsException;
import io.natskit.kv.WrongRevisionException;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes of one bucket, keys and values as the bucket knows them; for callers that wait and for those that must not. Knows no state but how the bucket is made
 * ({@link Streams.Shape}), which is asked for once.
 */
final class Store {
    static final byte[] NOTHING = new byte[0];

    private final Context context;
    private final String bucket;
    private final StreamHandle leader;
    private final StreamHandle replica;
    private final AsyncStreamHandle asyncLeader;
    private final AsyncStreamHandle asyncReplica;
    private volatile Streams.@Nullable Shape shape;

    Store(Context context, String bucket) {
        this.context = context;
        this.bucket = Names.bucket(bucket);
        this.leader = context.js().stream(Names.STREAM + bucket);
        this.replica = leader.direct();
        this.asyncLeader = leader.async();
        this.asyncReplica = asyncLeader.direct();
    }

    Context context() {
        return context;
    }

    String bucket() {
        return bucket;
    }

    StreamHandle stream() {
        return leader;
    }

    // how the bucket is made

    void known(StreamInfo info) {
        shape = Streams.shape(info.config(), context.js().options().prefix());
    }

    Streams.Shape shape() {
        Streams.Shape now = shape;
        if (now == null) {
            known(leader.info());
            now = shape;
        }
        if (now == null) {
            throw new IllegalStateException("unreachable");
        }
        return now;
    }

    CompletableFuture<Streams.Shape> shapeAsync() {
        Streams.Shape now = shape;
        return now != null
                ? CompletableFuture.completedFuture(now)
                : asyncLeader.info().thenApply(info -> {
                    known(info);
                    return shape();
                });
    }

    CompletableFuture<StreamInfo> info() {
        return asyncLeader.info();
    }

    // reads

    Optional<Raw> last(String key, boolean throughLeader) {
        Streams.Shape at = shape();
        return (throughLeader || !at.direct() ? leader : replica)
                .last(at.readPrefix() + key)
                .map(m -> Raw.of(key, m));
    }

    Optional<Raw> at(String key, long revision, boolean throughLeader) {
        Streams.Shape at = shape();
        return (throughLeader || !at.direct() ? leader : replica)
                .message(revision)
                .flatMap(m -> of(at, key, m));
    }

    CompletableFuture<Optional<Raw>> lastAsync(String key, boolean throughLeader) {
        return withShape(at -> (throughLeader || !at.direct() ? asyncLeader : asyncReplica)
                .last(at.readPrefix() + key)
                .thenApply(found -> found.map(m -> Raw.of(key, m))));
    }

    CompletableFuture<Optional<Raw>> atAsync(String key, long revision, boolean throughLeader) {
        return withShape(at -> (throughLeader || !at.direct() ? asyncLeader : asyncReplica)
                .message(revision)
                .thenApply(found -> found.flatMap(m -> of(at, key, m))));
    }

    private static Optional<Raw> of(Streams.Shape at, String key, StoredMessage message) {
        // a revision of another key is none of this one
        return message.subject().equals(at.readPrefix() + key) ? Optional.of(Raw.of(key, message)) : Optional.empty();
    }

    private <T> CompletableFuture<T> withShape(Function<Streams.Shape, CompletableFuture<T>> then) {
        Streams.Shape now = shape;
        return now != null ? then.apply(now) : shapeAsync().thenCompose(then);
    }

    // writes

    /**
     * A write.
     *
     * @param headers those that say what is done; none for a value
     * @param expected the key's last revision, 0 for none; negative for whatever it is
     * @param ttl or null
     */
    record Write(
            String key,
            byte[] value,
            Headers headers,
            long expected,
            @Nullable Duration ttl) {
        static Write put(String key, byte[] value) {
            return new Write(key, value, Headers.empty(), -1, null);
        }

        static Write update(String key, byte[] value, long revision) {
            return new Write(key, value, Headers.empty(), revision, null);
        }

        static Write create(String key, byte[] value, long revision, CreateSpec spec) {
            return new Write(
                    key, value, Headers.empty(), revision, spec.timeToLive().orElse(null));
        }

        static Write delete(String key, DeleteSpec spec) {
            if (spec.timeToLive().isPresent()) {
                throw new IllegalArgumentException(
                        "timeToLive: " + spec.timeToLive().get()
                                + " (expected: none in a delete, whose history would come back; purge takes one)");
            }
            return new Write(key, NOTHING, Marks.DELETE, spec.revision(), null);
        }

        static Write purge(String key, DeleteSpec spec) {
            return new Write(
                    key,
                    NOTHING,
                    Marks.PURGE,
                    spec.revision(),
                    spec.timeToLive().orElse(null));
        }

        boolean isPlain() {
            return expected < 0 && ttl == null && headers.isEmpty();
        }

        OutgoingMessage message(String prefix) {
            return OutgoingMessage.to(prefix + key)
                    .headers(headers)
                    .payload(value)
                    .build();
        }

        void choose(PublishSpec spec) {
            if (expected >= 0) {
                spec.expectLastSubjectSequence(expected);
            }
            Duration life = ttl;
            if (life != null) {
                spec.timeToLive(life);
            }
        }

        /** The failure in a bucket's words. */
        RuntimeException failure(Throwable error) {
            Throwable cause = Failures.cause(error);
            if (cause instanceof JetStreamApiException e && wrongRevision(e)) {
                return new WrongRevisionException(key, Math.max(0, expected), found(e.description()));
            }
            return Failures.unchecked(cause);
        }
    }

    static boolean wrongRevision(JetStreamApiException e) {
        return e.errorCode() == 10071 || e.errorCode() == 10164;
    }

    /** The number at the end of the server's words, told and never decided on; 0 without one. */
    static long found(String description) {
        int from = description.length();
        while (from > 0 && Character.isDigit(description.charAt(from - 1))) {
            from--;
        }
        String digits = description.substring(from);
        return digits.isEmpty() || digits.length() > 18 ? 0 : Long.parseLong(digits);
    }

    long write(Write write) {
        String prefix = shape().writePrefix();
        try {
            PubAck ack = write.isPlain()
                    ? context.js().publish(prefix + write.key(), write.value())
                    : context.js().publish(write.message(prefix), write::choose);
            return ack.sequence();
        } catch (JetStreamApiException e) {
            throw write.failure(e);
        }
    }

    CompletableFuture<Long> writeAsync(Write write) {
        return withShape(at -> {
            CompletableFuture<PubAck> ack = write.isPlain()
                    ? context.js().async().publish(at.writePrefix() + write.key(), write.value())
                    : context.js().async().publish(write.message(at.writePrefix()), write::choose);
            return ack.handle((stored, error) -> {
                if (error != null) {
                    throw write.failure(error);
                }
                return stored.sequence();
            });
        });
    }

    // creating: a key with a marker has none, so its marker is what is expected then

    long create(String key, byte[] value, CreateSpec spec) {
        long expected = 0;
        for (int i = 0; ; i++) {
            try {
                return write(Write.create(key, value, expected, spec));
            } catch (WrongRevisionException e) {
                Optional<Raw> there = last(key, true);
                if (there.isPresent() && there.get().isPresent()) {
                    throw new KeyExistsException(key, there.get().revision());
                }
                if (i == 10) {
                    throw e;
                }
                expected = there.map(Raw::revision).orElse(0L);
            }
        }
    }

    CompletableFuture<Long> createAsync(String key, byte[] value, CreateSpec spec) {
        return createAsync(key, value, spec, 0, 10);
    }

    private CompletableFuture<Long> createAsync(String key, byte[] value, CreateSpec spec, long expected, int left) {
        return writeAsync(Write.create(key, value, expected, spec))
                .handle((revision, error) -> {
                    if (error == null) {
                        return CompletableFuture.completedFuture(revision);
                    }
                    RuntimeException cause = Failures.unchecked(error);
                    if (!(cause instanceof WrongRevisionException) || left == 0) {
                        return CompletableFuture.<Long>failedFuture(cause);
                    }
                    return lastAsync(key, true).thenCompose(there -> {
                        if (there.isPresent() && there.get().isPresent()) {
                            return CompletableFuture.failedFuture(
                                    new KeyExistsException(key, there.get().revision()));
                        }
                        return createAsync(
                                key, value, spec, there.map(Raw::revision).orElse(0L), left - 1);
                    });
                })
                .thenCompose(Function.identity());
    }

    /** Whether a failure says that somebody else was faster. */
    static boolean raced(NatsException e) {
        return e instanceof WrongRevisionException || e instanceof KeyExistsException;
    }
}
