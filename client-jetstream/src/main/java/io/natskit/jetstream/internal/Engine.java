// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.jetstream.EnsureSpec;
import io.natskit.jetstream.Ensured;
import io.natskit.wire.jetstream.ConsumerAction;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.StreamConfig;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What one {@code JetStream.on} shares among its views.
 *
 * @param context connection and options
 * @param api requests
 * @param ops what can be done with streams and consumers
 * @param publishing publishes and their window
 * @param acks answers of consumers that want them
 */
record Engine(Context context, Api api, StreamOps ops, Publishing publishing, Acks acks) {

    Engine(Context context) {
        this(context, new Api(context));
    }

    private Engine(Context context, Api api) {
        this(context, api, new StreamOps(api), new Publishing(context), new Acks(context, true));
    }

    /** Has a stream be as asked for. */
    CompletableFuture<Ensured> ensureStream(StreamConfig config) {
        return ensureStream(config, new EnsureSpec());
    }

    /** Has a stream be as asked for, or says what it would take. */
    CompletableFuture<Ensured> ensureStream(StreamConfig config, EnsureSpec spec) {
        Names.checked("stream", config.name());
        return Api.ifFound(ops.info(config.name()))
                .thenCompose(found -> ensured(
                        found.map(info -> Desired.changes(config, info.config())),
                        spec,
                        () -> ops.create(config, spec.isPedantic()),
                        () -> ops.update(config, spec.isPedantic())));
    }

    /** Has a consumer be as asked for, or says what it would take. */
    CompletableFuture<Ensured> ensureConsumer(String stream, ConsumerConfig config, EnsureSpec spec) {
        String name = Names.checked("consumer", config.name().isEmpty() ? config.durable() : config.name());
        return Api.ifFound(ops.consumerInfo(stream, name))
                .thenCompose(found -> ensured(
                        found.map(info -> Desired.changes(config, info.config())),
                        spec,
                        () -> ops.consumer(stream, config, ConsumerAction.CREATE, spec.isPedantic()),
                        () -> ops.consumer(stream, config, ConsumerAction.UPDATE, spec.isPedantic())));
    }

    /** What is to be done for {@code changes}, which are empty where nothing is there; done unless it is a dry run. */
    private static CompletableFuture<Ensured> ensured(
            Optional<List<Ensured.Change>> changes,
            EnsureSpec spec,
            Supplier<CompletableFuture<?>> create,
            Supplier<CompletableFuture<?>> update) {
        List<Ensured.Change> all = changes.orElse(List.of());
        Ensured.Action action =
                changes.isEmpty() ? Ensured.Action.CREATE : all.isEmpty() ? Ensured.Action.NONE : Ensured.Action.UPDATE;
        Ensured result = new Ensured(action, all, spec.isDryRun());
        if (spec.isDryRun() || action == Ensured.Action.NONE) {
            return CompletableFuture.completedFuture(result);
        }
        return (action == Ensured.Action.CREATE ? create : update).get().thenApply(info -> result);
    }

    /** Has a consumer be as asked for. */
    CompletableFuture<ConsumerInfo> ensureConsumer(String stream, ConsumerConfig config) {
        return ops.consumer(stream, config, ConsumerAction.CREATE_OR_UPDATE, false);
    }
}
