// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.InterruptedWaitException;
import io.natskit.client.OperationTimeoutException;
import io.natskit.client.internal.routing.Failures;
import io.natskit.client.internal.transport.IoLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How callers wait: refusing to on the I/O thread, restoring the interrupt flag, rethrowing copies with the caller's stack. */
final class Waiting {
    private Waiting() {}

    /** Throws {@link IllegalStateException} on an I/O thread, which would wait for itself. */
    static void mayWait(String operation) {
        if (IoLoop.onIoThread()) {
            throw new IllegalStateException(
                    operation + " on " + Thread.currentThread().getName()
                            + ", the thread that reads: it would wait for itself (use async(), or another dispatch)");
        }
    }

    static <T> T get(CompletableFuture<T> future, String operation, Duration timeout) {
        mayWait(operation);
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException(operation, e);
        } catch (TimeoutException e) {
            future.cancel(false);
            throw new OperationTimeoutException(operation, timeout);
        } catch (ExecutionException e) {
            throw Failures.rethrown(Failures.cause(e));
        }
    }

    static <T extends @Nullable Object> T get(CompletableFuture<T> future, String operation) {
        mayWait(operation);
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException(operation, e);
        } catch (ExecutionException e) {
            throw Failures.rethrown(Failures.cause(e));
        }
    }
}
