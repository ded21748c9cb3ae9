// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import io.natskit.client.AsyncSubscription;
import io.natskit.client.Message;
import io.natskit.client.SubscriptionEnd;
import io.natskit.client.SubscriptionEndedException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The messages of a subscription. Ends well unless the server or a full buffer ended it. */
record SubscriptionPull(AsyncSubscription subscription) implements Pull<Message> {

    @Override
    public Optional<Message> poll() {
        return subscription.poll();
    }

    @Override
    public CompletableFuture<Optional<Message>> next() {
        CompletableFuture<Message> asked = subscription.next();
        CompletableFuture<Optional<Message>> result = new CompletableFuture<>();
        asked.whenComplete((message, error) -> {
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            if (cause == null) {
                result.complete(Optional.of(message));
            } else if (cause instanceof SubscriptionEndedException end
                    && end.end().error() == null) {
                result.complete(Optional.empty());
            } else if (cause instanceof SubscriptionEndedException end && end.getCause() != null) {
                result.completeExceptionally(end.getCause());
            } else {
                result.completeExceptionally(cause);
            }
        });
        result.whenComplete((value, error) -> {
            if (result.isCancelled()) {
                asked.cancel(false);
            }
        });
        return result;
    }

    @Override
    public CompletableFuture<@Nullable Throwable> ended() {
        return subscription.ended().thenApply(SubscriptionEnd::error);
    }

    @Override
    public void cancel() {
        subscription.unsubscribe();
    }
}
