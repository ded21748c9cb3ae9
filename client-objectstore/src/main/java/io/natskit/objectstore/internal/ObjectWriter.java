// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.internal.routing.Failures;
import io.natskit.objectstore.FlowObjectWriter;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.PutSpec;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Takes a source's buffers one by one, as the server takes those before. Any thread, one signal at a time. */
final class ObjectWriter implements FlowObjectWriter {
    private final CompletableFuture<ChunkWriter> writer;
    private final CompletableFuture<ObjectInfo> result = new CompletableFuture<>();
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private volatile Flow.@Nullable Subscription source;

    ObjectWriter(Store store, String name, PutSpec spec) {
        this.writer = ChunkWriter.begin(store, name, spec);
        result.whenComplete((info, error) -> {
            if (result.isCancelled()) {
                cancel();
                writer.thenAccept(ChunkWriter::abandon);
            }
        });
        writer.whenComplete((begun, error) -> {
            if (error != null) {
                cancel();
                result.completeExceptionally(Failures.cause(error));
            }
        });
    }

    private void cancel() {
        Flow.Subscription from = source;
        if (from != null) {
            from.cancel();
        }
    }

    @Override
    public CompletableFuture<ObjectInfo> completion() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        Objects.requireNonNull(subscription, "subscription (rule 2.13)");
        if (!subscribed.compareAndSet(false, true)) {
            subscription.cancel();
            return;
        }
        source = subscription;
        // nothing is asked for before the server is known to take it
        writer.thenAccept(begun -> {
            if (result.isDone()) {
                subscription.cancel();
            } else {
                subscription.request(1);
            }
        });
        if (result.isDone()) {
            subscription.cancel();
        }
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        Objects.requireNonNull(buffer, "item (rule 2.13)");
        if (result.isDone()) {
            return;
        }
        writer.thenCompose(begun -> begun.write(buffer)).whenComplete((room, error) -> {
            Flow.Subscription from = source;
            if (error != null) {
                cancel();
                failed(Failures.cause(error));
            } else if (from != null && !result.isDone()) {
                from.request(1);
            }
        });
    }

    @Override
    public void onError(Throwable error) {
        Objects.requireNonNull(error, "error (rule 2.13)");
        failed(error);
    }

    private void failed(Throwable error) {
        writer.thenCompose(ChunkWriter::abandon)
                .whenComplete((nothing, failure) -> result.completeExceptionally(error));
    }

    @Override
    public void onComplete() {
        if (result.isDone()) {
            return;
        }
        writer.thenCompose(ChunkWriter::finish).whenComplete((info, error) -> {
            if (error != null) {
                failed(Failures.cause(error));
            } else {
                result.complete(info);
            }
        });
    }
}
