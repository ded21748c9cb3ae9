// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.internal.flow.Delivery;
import io.natskit.client.internal.flow.Pull;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.Pages;
import io.natskit.objectstore.FlowObjectStore;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.PutSpec;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store with demand. No state of its own. */
final class Flows implements FlowObjectStore {
    private final Store store;

    Flows(Store store) {
        this.store = store;
    }

    private <T> Flow.Publisher<T> publisher(Supplier<Pull<T>> source) {
        Context context = store.context();
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber (rule 1.9)");
            new Delivery<T>(subscriber, source, context.inside().callbacks(), context.inside()::failed).start();
        };
    }

    @Override
    public CompletableFuture<ObjectInfo> put(String name, Flow.Publisher<ByteBuffer> content, Consumer<PutSpec> spec) {
        PutSpec chosen = FutureStore.chosen(new PutSpec(), spec);
        CompletableFuture<ObjectInfo> result = new CompletableFuture<>();
        ChunkWriter.begin(store, name, chosen).whenComplete((writer, error) -> {
            if (error != null) {
                result.completeExceptionally(Failures.cause(error));
            } else {
                content.subscribe(new Taking(writer, result));
            }
        });
        return result;
    }

    /** Takes a source's buffers one by one. */
    private static final class Taking implements Flow.Subscriber<ByteBuffer> {
        private final ChunkWriter writer;
        private final CompletableFuture<ObjectInfo> result;
        private volatile Flow.@Nullable Subscription source;

        Taking(ChunkWriter writer, CompletableFuture<ObjectInfo> result) {
            this.writer = writer;
            this.result = result;
            result.whenComplete((info, error) -> {
                if (result.isCancelled()) {
                    cancel();
                    writer.abandon();
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
        public void onSubscribe(Flow.Subscription subscription) {
            Objects.requireNonNull(subscription, "subscription (rule 2.13)");
            if (source != null || result.isDone()) {
                subscription.cancel();
                return;
            }
            source = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(ByteBuffer buffer) {
            Objects.requireNonNull(buffer, "item (rule 2.13)");
            if (result.isDone()) {
                return;
            }
            writer.write(buffer).whenComplete((room, error) -> {
                Flow.Subscription from = source;
                if (error != null) {
                    cancel();
                    failed(Failures.cause(error));
                } else if (from != null) {
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
            writer.abandon().whenComplete((nothing, impossible) -> result.completeExceptionally(error));
        }

        @Override
        public void onComplete() {
            if (result.isDone()) {
                return;
            }
            writer.finish().whenComplete((info, error) -> {
                if (error != null) {
                    failed(Failures.cause(error));
                } else {
                    result.complete(info);
                }
            });
        }
    }

    @Override
    public Flow.Publisher<ByteBuffer> read(String name) {
        return publisher(() -> new ChunkPull(store, name));
    }

    @Override
    public Flow.Publisher<ObjectInfo> list() {
        return publisher(() -> new ListPull(new FutureStore(store).list()));
    }

    @Override
    public ObjectStore blocking() {
        return new BlockingStore(store);
    }

    /** A list as a source. */
    private record ListPull(Pages<ObjectInfo> pages, CompletableFuture<@Nullable Throwable> ended)
            implements Pull<ObjectInfo> {
        ListPull(Pages<ObjectInfo> pages) {
            this(pages, new CompletableFuture<>());
        }

        @Override
        public Optional<ObjectInfo> poll() {
            return Optional.empty();
        }

        @Override
        public CompletableFuture<Optional<ObjectInfo>> next() {
            return pages.next();
        }

        @Override
        public void cancel() {
            ended.complete(null);
        }
    }
}
