// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.SubscriptionEnd;
import io.natskit.client.internal.protocol.OpEncoder;
import io.natskit.client.internal.routing.Route;
import io.natskit.client.internal.transport.IoLoop;
import io.natskit.client.internal.transport.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Drains a connection: UNSUB all and a PING, so that the server's last messages are in; handlers and readers finish; publishes are refused and flushed; close. I/O thread.
 */
final class Drainer {
    private final Session session;
    private final IoLoop loop;
    private final CompletableFuture<Boolean> done;
    private final Timer deadline;
    private boolean over;

    Drainer(Session session, IoLoop loop, long nanos, CompletableFuture<Boolean> done) {
        this.session = session;
        this.loop = loop;
        this.done = done;
        this.deadline = loop.schedule(nanos, () -> end(false));
    }

    void start() {
        List<CompletableFuture<?>> emptied = new ArrayList<>();
        for (Route route : session.routes().all()) {
            if (!route.subject().equals(session.inbox().wildcard())) {
                CompletableFuture<Void> one = new CompletableFuture<>();
                emptied.add(one);
                drain(session, route).whenComplete((end, error) -> loop.execute(() -> one.complete(null)));
            }
        }
        CompletableFuture.allOf(emptied.toArray(new CompletableFuture<?>[0]))
                .whenComplete((nothing, error) -> loop.execute(this::flush));
    }

    /** Drains one subscription; completes when it has ended and nothing waits in it. I/O thread. */
    static CompletableFuture<SubscriptionEnd> drain(Session session, Route route) {
        if (route.end() == null) {
            route.startDraining();
            SubscriptionEnd why = new SubscriptionEnd(SubscriptionEnd.Reason.DRAINED, null);
            if (session.outbox().control(OpEncoder.unsubscribe(route.sid(), 0))) {
                session.ping(false).whenComplete((nanos, error) -> route.finish(why, false, false));
            } else {
                route.finish(why, false, false);
            }
        }
        return route.ended();
    }

    private void flush() {
        if (!over) {
            session.outbox().refusePublishes();
            session.ping(true).whenComplete((nanos, error) -> loop.execute(() -> end(error == null)));
        }
    }

    /** The connection is being closed: nothing of the drain goes on. */
    void aborted() {
        if (!over) {
            over = true;
            deadline.cancel();
            done.complete(false);
        }
    }

    private void end(boolean clean) {
        if (!over) {
            over = true;
            deadline.cancel();
            session.closeNow(null);
            done.complete(clean);
        }
    }
}
