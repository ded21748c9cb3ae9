// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.Pages;
import io.natskit.jetstream.internal.store.Context;
import io.natskit.jetstream.internal.store.MappedPages;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.BucketStatus;
import io.natskit.kv.Codecs;
import io.natskit.kv.KeyCodecs;
import io.natskit.wire.jetstream.StreamConfig;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The buckets of an account: what {@code KeyValue} does, without waiting. */
record Buckets(Context context) {
    private static final Types<String, byte[]> PLAIN = new Types<>(KeyCodecs.plain(), Codecs.bytes());

    Engine<String, byte[]> engine(String name) {
        return new Engine<>(new Store(context, name), PLAIN, false);
    }

    private static String stream(String bucket) {
        return Names.STREAM + Names.bucket(bucket);
    }

    /** ADR-48: markers are asked for only where they are known; servers before 2.11 would ignore them. */
    private CompletableFuture<Void> allowed(BucketConfig config) {
        if (config.limitMarkers().isZero()) {
            return CompletableFuture.completedFuture(null);
        }
        return context.js().async().account().thenAccept(account -> {
            if (account.api().level() < 1) {
                throw new JetStreamApiException(
                        412,
                        10185,
                        "limit markers need a server of API level 1, this one has "
                                + account.api().level());
            }
        });
    }

    CompletableFuture<Engine<String, byte[]>> create(BucketConfig config) {
        StreamConfig stream = Streams.of(config);
        return allowed(config)
                .thenCompose(nothing -> context.js().async().createStream(stream))
                .thenCompose(made -> opened(config.name()));
    }

    CompletableFuture<Engine<String, byte[]>> update(BucketConfig config) {
        StreamConfig stream = Streams.of(config);
        return allowed(config)
                .thenCompose(
                        nothing -> context.js().async().stream(stream.name()).update(stream))
                .thenCompose(made -> opened(config.name()));
    }

    CompletableFuture<Engine<String, byte[]>> ensure(BucketConfig config) {
        StreamConfig stream = Streams.of(config);
        return allowed(config)
                .thenCompose(nothing -> context.js().async().ensureStream(stream))
                .thenCompose(made -> opened(config.name()));
    }

    private CompletableFuture<Engine<String, byte[]>> opened(String name) {
        Engine<String, byte[]> engine = engine(name);
        return engine.store().shapeAsync().thenApply(shape -> engine);
    }

    CompletableFuture<Optional<Engine<String, byte[]>>> find(String name) {
        return opened(name).handle((engine, error) -> {
            if (error == null) {
                return Optional.of(engine);
            }
            if (Failures.cause(error) instanceof JetStreamApiException e && e.errorCode() == 10059) {
                return Optional.empty();
            }
            throw Failures.unchecked(error);
        });
    }

    CompletableFuture<Void> delete(String name) {
        return context.js().async().deleteStream(stream(name));
    }

    Pages<String> names() {
        return new MappedPages<>(
                context.js().async().streamNames(Names.SUBJECT + "*.>"),
                name -> name.startsWith(Names.STREAM) ? name.substring(Names.STREAM.length()) : null);
    }

    Pages<BucketStatus> statuses() {
        return new MappedPages<>(
                context.js().async().streams(Names.SUBJECT + "*.>"),
                info -> info.config().name().startsWith(Names.STREAM) ? new BucketStatus(info) : null);
    }
}
