// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.InterruptedWaitException;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.RequestTimeoutException;
import io.natskit.client.internal.routing.PendingRequest;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A request whose caller waits: the I/O thread puts the reply in and unparks it. */
final class BlockingRequest extends PendingRequest {
    private final Thread caller = Thread.currentThread();
    private volatile @Nullable Object outcome;

    BlockingRequest(String subject, long deadlineNanos) {
        super(subject, deadlineNanos);
    }

    @Override
    public void reply(Message message) {
        outcome = message;
        LockSupport.unpark(caller);
    }

    @Override
    public void fail(NatsException error) {
        outcome = error;
        LockSupport.unpark(caller);
    }

    @Override
    public void expired() {
        fail(new RequestTimeoutException(subject(), Duration.ZERO));
    }

    /** The reply, or the failure thrown. {@code giveUp} takes the request out; false: it is being completed. */
    Message await(Duration timeout, long deadline, java.util.function.BooleanSupplier giveUp) {
        while (outcome == null) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                if (giveUp.getAsBoolean()) {
                    throw new RequestTimeoutException(subject(), timeout);
                }
                Thread.onSpinWait();
            } else if (Thread.interrupted()) {
                boolean mine = giveUp.getAsBoolean();
                Thread.currentThread().interrupt();
                if (mine) {
                    throw new InterruptedWaitException("request on \"" + subject() + "\"", null);
                }
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, left);
            }
        }
        Object result = outcome;
        if (result instanceof NatsException error) {
            throw error instanceof RequestTimeoutException
                    ? new RequestTimeoutException(subject(), timeout)
                    : error.copy();
        }
        return (Message) java.util.Objects.requireNonNull(result);
    }
}
