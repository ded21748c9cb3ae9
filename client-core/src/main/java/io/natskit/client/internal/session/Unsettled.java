// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.ConnectionEvent;
import io.natskit.client.InDoubtException;
import io.natskit.client.internal.outbox.Leftover;
import io.natskit.client.internal.outbox.PongWaiter;
import io.natskit.client.internal.routing.PendingRequest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/** What links leave behind when they go: PINGs that none has got, and what was published and may be lost. I/O thread. */
final class Unsettled {
    private final Session session;
    private final Counters counters;
    private final ArrayDeque<PongWaiter> pings = new ArrayDeque<>();
    private long untoldDoubts;

    Unsettled(Session session, Counters counters) {
        this.session = session;
        this.counters = counters;
    }

    /** Has the next link send that PING. */
    void ping(PongWaiter waiter) {
        pings.add(waiter);
    }

    /** As {@link #ping}, for several. */
    void ping(List<PongWaiter> waiters) {
        pings.addAll(waiters);
    }

    /** There is a link again: the PINGs go out. */
    void pingAgain() {
        while (!pings.isEmpty()) {
            session.outbox().ping(pings.remove());
        }
    }

    /** No link will come any more. */
    void losePings() {
        pings.forEach(ping -> ping.lost(0));
        pings.clear();
    }

    /** The doubts of which no flush has told yet; they are told now. */
    long tellDoubts() {
        long untold = untoldDoubts;
        untoldDoubts = 0;
        return untold;
    }

    /** Reports what is in doubt after a link has gone, and fails who waited for it. */
    void settle(Leftover left) {
        boolean told = left.waiters().stream().anyMatch(PongWaiter::vouches);
        if (left.inDoubt() > 0) {
            counters.doubt(left.inDoubt());
            session.emit(new ConnectionEvent.InDoubt(Instant.now(), left.inDoubt()));
            untoldDoubts += told ? 0 : left.inDoubt();
        }
        left.waiters().forEach(waiter -> waiter.lost(left.inDoubt()));
        for (PendingRequest request :
                session.inbox().requests().takeIf(r -> !r.manyReplies() && r.acceptedBefore() < left.sent())) {
            request.fail(new InDoubtException(
                    "the connection broke before the reply on \"" + request.subject() + "\" came", null));
        }
        session.completions().endOfTurn();
    }
}
