// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Connection;
import io.natskit.client.InterruptedWaitException;
import io.natskit.client.OperationTimeoutException;
import io.natskit.client.internal.routing.ConnectionInternals;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.JetStreamOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What everything here shares: the connection, its inside, the options, and how futures are waited for and handed to users. Futures of the engine complete on the I/O
 * thread; {@link #hop} gives users theirs, {@link #await} waits for one.
 */
record Context(Connection connection, ConnectionInternals inside, JetStreamOptions options, Observing observing) {

    static Context of(Connection connection, JetStreamOptions options) {
        ConnectionInternals inside = ConnectionInternals.of(connection);
        return new Context(
                connection, inside, options, new Observing(options.observer().orElse(null), inside));
    }

    /** An API subject. */
    String subject(String operation) {
        return options.prefix() + operation;
    }

    /** A user's future for one of the engine; cancelling it cancels that one. */
    <T> CompletableFuture<T> hop(CompletableFuture<T> inner) {
        return hop(inner, value -> {});
    }

    /** The same, with {@code handing} told of what the user is given, right before that and on the same thread. */
    <T> CompletableFuture<T> hop(CompletableFuture<T> inner, Consumer<T> handing) {
        CompletableFuture<T> outer = new CompletableFuture<>();
        inner.whenComplete((value, error) -> inside.complete(() -> {
            if (error == null) {
                if (!outer.isDone()) {
                    handing.accept(value);
                }
                outer.complete(value);
            } else {
                outer.completeExceptionally(Failures.cause(error));
            }
        }));
        outer.whenComplete((value, error) -> {
            if (outer.isCancelled()) {
                inner.cancel(false);
            }
        });
        return outer;
    }

    /** Waits for a future of the engine, whose own deadline ends it. */
    <T> T await(CompletableFuture<T> future, String operation) {
        return inside.await(future, operation);
    }

    /** Waits for a future at most so long. */
    <T> T await(CompletableFuture<T> future, String operation, Duration timeout) {
        inside.mayWait(operation);
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException(operation, e);
        } catch (TimeoutException e) {
            throw new OperationTimeoutException(operation, timeout);
        } catch (ExecutionException e) {
            throw Failures.rethrown(Failures.cause(e));
        }
    }

    /** As {@link #hop}, failing after {@code timeout}; the engine's future goes on. */
    <T> CompletableFuture<T> timed(CompletableFuture<T> future, String operation, Duration timeout) {
        CompletableFuture<T> outer = new CompletableFuture<>();
        Runnable stop = inside.after(
                timeout.toNanos(),
                () -> inside.complete(
                        () -> outer.completeExceptionally(new OperationTimeoutException(operation, timeout))));
        future.whenComplete((value, error) -> {
            stop.run();
            inside.complete(() -> {
                if (error == null) {
                    outer.complete(value);
                } else {
                    outer.completeExceptionally(Failures.cause(error));
                }
            });
        });
        return outer;
    }
}
