// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.gather;

import io.natskit.client.Message;
import io.natskit.client.NatsException;
import org.jspecify.annotations.Nullable;

/** Where the replies to one request come from, in the order of their arrival and up to a bound. One taker at a time; {@link #close} is for any thread. */
public interface ReplySource {

    /** Opens sources. */
    interface Opener {
        /**
         * A source for replies to a request on {@code subject}, which is not sent yet. It ends by itself when {@code deadlineNanos}, by {@link System#nanoTime}, has passed.
         * Throws what would keep every reply away: a closed connection, an inbox that the server refuses.
         */
        ReplySource open(String subject, long deadlineNanos);
    }

    /** Where replies have to go. */
    String replySubject();

    /** Takes a reply if one is there. */
    @Nullable
    Message poll();

    /** Takes a reply, waiting for it; null when {@code nanos} have passed or none comes any more. Never on an I/O thread. */
    @Nullable
    Message take(long nanos);

    /** Whether no reply comes any more; those that came can still be taken. */
    boolean ended();

    /** Whether there is a reply to take. */
    boolean holds();

    /** What ended it badly, as an error of its own for each caller; null when nothing did. */
    @Nullable
    RuntimeException failure();

    /** Sets who is told, on whatever thread, that there is something to take or that it has ended. Before the request is sent. */
    void whenReady(Runnable told);

    /** Fails it: no reply comes any more. */
    void fail(NatsException why);

    /** Has no reply come any more, and drops those that wait. Idempotent. */
    void close();
}
