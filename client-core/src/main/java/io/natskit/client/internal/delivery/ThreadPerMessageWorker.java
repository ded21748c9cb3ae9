// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A thread of its own for each message; for virtual threads. A message counts as pending until it has been handled, so the mailbox bounds the threads. */
public final class ThreadPerMessageWorker implements Worker {
    private final Mailbox mailbox;
    private final Executor threads;
    private final Handling handling;

    /** A worker for {@code mailbox}; {@code threads} starts a thread for each task. */
    public ThreadPerMessageWorker(Mailbox mailbox, Executor threads, Handling handling) {
        this.mailbox = mailbox;
        this.threads = threads;
        this.handling = handling;
    }

    @Override
    public void ready() {
        if (!mailbox.startWorking()) {
            return;
        }
        @Nullable ReceivedMessage[] batch = mailbox.takeAll(null);
        while (batch != null) {
            for (int i = 0; i < batch.length; i++) {
                ReceivedMessage message = batch[i];
                if (message == null) {
                    break;
                }
                batch[i] = null;
                start(message);
            }
            batch = mailbox.takeAll(batch);
        }
    }

    private void start(ReceivedMessage message) {
        mailbox.sendOut(1);
        threads.execute(() -> {
            if (mailbox.mayHandle()) {
                handling.handle(message);
            }
            mailbox.leave(message);
        });
    }
}
