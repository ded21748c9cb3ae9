// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Checks that must not run on a loop, a bounded number of them at a time. Any thread. */
final class SlowChecks {
    // 256 of 0.1 s on one thread are far beyond any log-in's time already.
    private static final int WAITING_MAX = 256;

    private final Executor executor;
    private final AtomicInteger waiting = new AtomicInteger();

    SlowChecks(Executor executor) {
        this.executor = executor;
    }

    /** Answers later what the check says, or at once that there is no room; a result that was cancelled meanwhile is not worked out. */
    CompletableFuture<AuthResult> submit(Supplier<AuthResult> check) {
        if (waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet();
            return refused("too many log-ins at once");
        }
        CompletableFuture<AuthResult> result = new CompletableFuture<>();
        try {
            executor.execute(() -> run(check, result));
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            return refused("the server is closing");
        }
        return result;
    }

    private void run(Supplier<AuthResult> check, CompletableFuture<AuthResult> result) {
        try {
            if (!result.isDone()) {
                result.complete(check.get());
            }
        } catch (RuntimeException e) {
            result.complete(new AuthResult.Refused("log-in failed: " + e));
        } finally {
            waiting.decrementAndGet();
        }
    }

    private static CompletableFuture<AuthResult> refused(String reason) {
        return CompletableFuture.completedFuture(new AuthResult.Refused(reason));
    }
}
