// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Operations that begin when somebody subscribes, and are given up when that is disposed of. */
final class Futures {
    private Futures() {}

    static Completable completable(Supplier<? extends CompletableFuture<?>> operation) {
        return Completable.create(emitter -> {
            CompletableFuture<?> future = operation.get();
            emitter.setCancellable(() -> future.cancel(false));
            future.whenComplete((nothing, error) -> {
                if (error == null) {
                    emitter.onComplete();
                } else {
                    emitter.tryOnError(cause(error));
                }
            });
        });
    }

    static <T> Single<T> single(Supplier<CompletableFuture<T>> operation) {
        return lent(operation, late -> {});
    }

    /** As {@link #single}; what comes too late for who has disposed of it is given back. */
    static <T> Single<T> lent(Supplier<CompletableFuture<T>> operation, Consumer<T> giveBack) {
        return Single.create(emitter -> {
            CompletableFuture<T> future = operation.get();
            emitter.setCancellable(() -> future.cancel(false));
            future.whenComplete((value, error) -> {
                if (error != null) {
                    emitter.tryOnError(cause(error));
                } else if (emitter.isDisposed()) {
                    giveBack.accept(value);
                } else {
                    emitter.onSuccess(value);
                }
            });
        });
    }

    static <T> Maybe<T> maybe(Supplier<CompletableFuture<Optional<T>>> operation) {
        return Maybe.create(emitter -> {
            CompletableFuture<Optional<T>> future = operation.get();
            emitter.setCancellable(() -> future.cancel(false));
            future.whenComplete((value, error) -> {
                if (error != null) {
                    emitter.tryOnError(cause(error));
                } else if (value.isPresent()) {
                    emitter.onSuccess(value.get());
                } else {
                    emitter.onComplete();
                }
            });
        });
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
