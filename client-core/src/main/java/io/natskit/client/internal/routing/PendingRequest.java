// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.routing;

import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.NoRespondersException;

/**
 * A request that waits for its reply. Whoever takes it out of the table completes it, so that it ends once. One that wants many replies ({@link #manyReplies}) stays
 * until it takes itself out or its time is up.
 */
public abstract class PendingRequest {
    final String subject;
    final long deadlineNanos;
    long token = -1;
    volatile long acceptedBefore = Long.MAX_VALUE;

    /** A request on {@code subject} until {@code deadlineNanos}, by the clock of the table's owner. */
    protected PendingRequest(String subject, long deadlineNanos) {
        this.subject = subject;
        this.deadlineNanos = deadlineNanos;
    }

    /** The reply. I/O thread; must not wait. */
    public abstract void reply(Message message);

    /** Nobody listens on the subject (status 503). I/O thread; must not wait. */
    public void noResponders(Message status) {
        fail(new NoRespondersException(subject));
    }

    /** Whether it stays in the table when a reply has come, and goes on when the connection breaks: more replies may come over the next. */
    public boolean manyReplies() {
        return false;
    }

    /** Whether so many are under way before it that it may be written together with those that follow: nobody waits for its reply alone. Asked when it is sent. */
    public boolean isOneOfMany() {
        return false;
    }

    /** The failure. Any thread; must not wait. */
    public abstract void fail(NatsException error);

    /** No reply in time; only for requests that do not watch the time themselves. I/O thread. */
    public abstract void expired();

    /** Where the request went. */
    public final String subject() {
        return subject;
    }

    /** How many publishes had been accepted before this one; see {@link #acceptedBefore(long)}. */
    public final long acceptedBefore() {
        return acceptedBefore;
    }

    /** When its time is up, by the clock of the table's owner. */
    public final long deadlineNanos() {
        return deadlineNanos;
    }

    /** Whether its time is up. */
    public final boolean isDue(long nowNanos) {
        return deadlineNanos - nowNanos <= 0;
    }

    /** How many publishes the outbox had accepted before this request's. */
    public final void acceptedBefore(long publishes) {
        acceptedBefore = publishes;
    }
}
