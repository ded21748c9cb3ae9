// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.internal.routing.Failures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Steps that follow one another without a thread that waits, and without a stack that grows. */
final class Steps {
    private final Supplier<CompletableFuture<Boolean>> step;
    private final CompletableFuture<Void> result = new CompletableFuture<>();

    private Steps(Supplier<CompletableFuture<Boolean>> step) {
        this.step = step;
    }

    /** Does {@code step} again and again, until it gives false or fails. Who cancels what is returned has no further step done. */
    static CompletableFuture<Void> run(Supplier<CompletableFuture<Boolean>> step) {
        Steps steps = new Steps(step);
        steps.go();
        return steps.result;
    }

    private void go() {
        while (!result.isDone()) {
            CompletableFuture<Boolean> done;
            try {
                done = step.get();
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
                return;
            }
            // whoever comes second goes on: this loop, or who completes the step
            AtomicBoolean first = new AtomicBoolean(true);
            done.whenComplete((more, error) -> {
                took(more, error);
                if (!first.compareAndSet(true, false)) {
                    go();
                }
            });
            if (first.compareAndSet(true, false)) {
                return;
            }
        }
    }

    private void took(@Nullable Boolean more, @Nullable Throwable error) {
        if (error != null) {
            result.completeExceptionally(Failures.cause(error));
        } else if (more == null || !more) {
            result.complete(null);
        }
    }

    /** What follows a future; who cancels what is returned cancels whichever of the two is under way. */
    static <T, R> CompletableFuture<R> then(CompletableFuture<T> first, Function<T, CompletableFuture<R>> next) {
        CompletableFuture<R> result = new CompletableFuture<>();
        giveUp(result, first);
        first.whenComplete((value, error) -> {
            if (error != null) {
                result.completeExceptionally(Failures.cause(error));
                return;
            }
            if (result.isDone()) {
                return;
            }
            try {
                CompletableFuture<R> second = next.apply(value);
                giveUp(result, second);
                second.whenComplete((made, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(Failures.cause(failure));
                    } else {
                        result.complete(made);
                    }
                });
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Who cancels {@code result} cancels {@code part}, which it comes of. */
    static void giveUp(CompletableFuture<?> result, CompletableFuture<?> part) {
        result.whenComplete((value, error) -> {
            if (result.isCancelled()) {
                part.cancel(false);
            }
        });
    }
}
