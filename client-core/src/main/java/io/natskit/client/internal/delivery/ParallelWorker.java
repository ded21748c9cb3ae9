// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Up to so many messages at a time, in no order, on an executor. */
public final class ParallelWorker implements Worker, Runnable {
    private final Mailbox mailbox;
    private final Executor executor;
    private final Handling handling;

    /** A worker for {@code mailbox}, whose bound on workers is the concurrency. */
    public ParallelWorker(Mailbox mailbox, Executor executor, Handling handling) {
        this.mailbox = mailbox;
        this.executor = executor;
        this.handling = handling;
    }

    @Override
    public void ready() {
        while (mailbox.startWorking()) {
            try {
                executor.execute(this);
            } catch (RejectedExecutionException e) {
                mailbox.stopWorking();
                return;
            }
        }
    }

    @Override
    public void run() {
        ReceivedMessage message = mailbox.pollOrStop();
        while (message != null) {
            handling.handle(message);
            message = mailbox.pollOrStop();
        }
    }
}
