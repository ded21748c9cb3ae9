// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One message at a time, in order, on an executor: an actor with no thread of its own. */
public final class SerialWorker implements Worker, Runnable {
    /** After so many messages others get their turn on the executor. */
    private static final int TURN = 16 * 1024;

    private final Mailbox mailbox;
    private final Executor executor;
    private final Handling handling;

    /** A worker for {@code mailbox}. */
    public SerialWorker(Mailbox mailbox, Executor executor, Handling handling) {
        this.mailbox = mailbox;
        this.executor = executor;
        this.handling = handling;
    }

    @Override
    public void ready() {
        if (mailbox.startWorking()) {
            submit();
        }
    }

    private void submit() {
        try {
            executor.execute(this);
        } catch (RejectedExecutionException e) {
            mailbox.stopWorking();
        }
    }

    @Override
    public void run() {
        int handled = 0;
        @Nullable ReceivedMessage[] batch = mailbox.takeAll(null);
        while (batch != null) {
            handled += handle(batch);
            if (handled >= TURN) {
                mailbox.giveBack(batch);
                submit();
                return;
            }
            batch = mailbox.takeAll(batch);
        }
    }

    private int handle(@Nullable ReceivedMessage[] batch) {
        int i = 0;
        for (; i < batch.length; i++) {
            ReceivedMessage message = batch[i];
            if (message == null) {
                break;
            }
            batch[i] = null;
            if (mailbox.handling(message)) {
                handling.handle(message);
            }
        }
        handling.endOfBatch();
        return i;
    }
}
