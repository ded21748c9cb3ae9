// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where users' futures are completed: on the callback executor, or at once for those who asked for that. What one read brought is completed by one task; a second
 * one goes on with the rest where a dependent stage dawdles in the first.
 */
public final class Completions {
    private final Executor executor;
    private final boolean inline;
    // of the I/O thread
    private List<Runnable> gathered = new ArrayList<>();

    Completions(Executor executor, boolean inline) {
        this.executor = executor;
        this.inline = inline;
    }

    /** Completes a future at the end of the read. I/O thread. */
    public void gather(Runnable completion) {
        if (inline) {
            completion.run();
        } else {
            gathered.add(completion);
        }
    }

    /** Completes a future. Any thread. */
    public void run(Runnable completion) {
        if (inline) {
            completion.run();
        } else {
            hop(completion);
        }
    }

    /** Runs what may run users' code, and never here. Any thread. */
    void hop(Runnable completion) {
        try {
            executor.execute(completion);
        } catch (RejectedExecutionException e) {
            completion.run();
        }
    }

    void endOfTurn() {
        if (gathered.isEmpty()) {
            return;
        }
        Batch batch = new Batch(gathered);
        gathered = new ArrayList<>(gathered.size());
        hop(batch);
        if (batch.completions.size() > 1) {
            hop(batch);
        }
    }

    private static final class Batch implements Runnable {
        private final List<Runnable> completions;
        private final AtomicInteger next = new AtomicInteger();

        Batch(List<Runnable> completions) {
            this.completions = completions;
        }

        @Override
        public void run() {
            int i = next.getAndIncrement();
            while (i < completions.size()) {
                completions.get(i).run();
                i = next.getAndIncrement();
            }
        }
    }
}
