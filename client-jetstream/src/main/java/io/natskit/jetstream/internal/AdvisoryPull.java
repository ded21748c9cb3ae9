// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.AsyncSubscription;
import io.natskit.client.SubscriptionEnd;
import io.natskit.client.SubscriptionEndedException;
import io.natskit.client.internal.flow.Pull;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.Advisory;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Advisories as a source of a Flow. */
record AdvisoryPull(Context context, AsyncSubscription subscription) implements Pull<Advisory> {

    @Override
    public Optional<Advisory> poll() {
        return subscription.poll().flatMap(message -> Advisories.read(context, message));
    }

    @Override
    public CompletableFuture<Optional<Advisory>> next() {
        return subscription
                .next()
                .thenCompose(message -> {
                    Optional<Advisory> read = Advisories.read(context, message);
                    return read.isPresent() ? CompletableFuture.completedFuture(read) : next();
                })
                .exceptionally(error -> {
                    Throwable cause = Failures.cause(error);
                    if (cause instanceof SubscriptionEndedException end
                            && end.end().error() == null) {
                        return Optional.empty();
                    }
                    throw Failures.unchecked(cause);
                });
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
