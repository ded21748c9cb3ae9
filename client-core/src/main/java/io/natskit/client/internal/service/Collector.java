// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.internal.flow.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Takes all there is and gives it as one list. Cancelling the list gives up the source. */
final class Collector<T> implements Flow.Subscriber<T> {
    private final List<T> items = new ArrayList<>();
    private final CompletableFuture<List<T>> all = new CompletableFuture<>();

    private Collector() {}

    static <T> CompletableFuture<List<T>> all(Context context, ReadReplies<T> source) {
        Collector<T> collector = new Collector<>();
        new Delivery<T>(collector, () -> source, context.inside().callbacks(), context.inside()::failed).start();
        return collector.all;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        all.whenComplete((list, error) -> {
            if (all.isCancelled()) {
                subscription.cancel();
            }
        });
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T item) {
        items.add(item);
    }

    @Override
    public void onError(Throwable failure) {
        all.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        all.complete(List.copyOf(items));
    }
}
