// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.internal.flow.Pull;
import io.natskit.client.internal.routing.Failures;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A future's value as a source: that, then the end. What nobody took is given back.
 */
final class Once<T> implements Pull<T> {
    private final CompletableFuture<T> value;
    private final Consumer<T> giveBack;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();

    Once(CompletableFuture<T> value, Consumer<T> giveBack) {
        this.value = value;
        this.giveBack = giveBack;
        value.whenComplete((made, error) -> {
            if (error != null) {
                ended.complete(Failures.cause(error));
            }
        });
    }

    @Override
    public Optional<T> poll() {
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Optional<T>> next() {
        if (taken.get()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return value.thenApply(made -> {
            if (!taken.compareAndSet(false, true)) {
                return Optional.empty();
            }
            ended.complete(null);
            return Optional.of(made);
        });
    }

    @Override
    public CompletableFuture<@Nullable Throwable> ended() {
        return ended;
    }

    @Override
    public void cancel() {
        if (taken.compareAndSet(false, true)) {
            value.thenAccept(giveBack);
            value.cancel(false);
            ended.complete(null);
        }
    }
}
