// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Work beside a case, on a thread of its own: what waits for a server must not take the common pool from those who need it, which has one thread
 * where there are two processors.
 */
public final class Beside {
    private Beside() {}

    /** Begins at once. */
    public static <T> CompletableFuture<T> supply(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Beside::start);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "beside");
        thread.setDaemon(true);
        thread.start();
    }
}
