// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.ConnectionClosedException;
import io.natskit.client.NatsException;
import io.natskit.client.NotConnectedException;
import io.natskit.client.ServerAddress;
import io.natskit.client.ServerErrorException;
import io.natskit.client.internal.outbox.Leftover;
import io.natskit.client.internal.outbox.Outbox;
import io.natskit.client.internal.outbox.PongWaiter;
import io.natskit.client.internal.protocol.OpEncoder;
import io.natskit.client.internal.routing.Route;
import io.natskit.client.internal.transport.Timer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Moves a connection to another server without a gap: log in there first; have the old server confirm what was sent to it; subscribe at the new one and go on
 * publishing there; and leave the old one once the new one has confirmed the subscriptions and, in a cluster, the old one has learned of them ({@link InterestProbe}). Between
 * the last two steps both servers deliver: nothing falls between them, and what comes twice is dropped by {@link Overlap}, which says how it is known. I/O thread.
 */
final class Mover {
    /** How long the old server may take for its last words. */
    private static final long FAREWELL_NANOS = 5_000_000_000L;

    /** How long the new server may lag behind the old one. */
    private static final long LATE_NANOS = 250_000_000L;

    private final Links links;
    private final Context context;
    private final Outbox outbox;
    private final ArrayDeque<ServerAddress> targets;
    private final List<CompletableFuture<Void>> tell = new ArrayList<>();
    private final ArrayDeque<Runnable> oldPongs = new ArrayDeque<>();
    private @Nullable ServerLink fresh;
    private @Nullable ServerLink old;
    private @Nullable Leftover unsettled;
    private @Nullable Timer farewell;
    private @Nullable Overlap overlap;
    private @Nullable InterestProbe probe;
    private boolean freshIsCurrent;

    Mover(Links links, Context context, Outbox outbox, List<ServerAddress> targets, CompletableFuture<Void> done) {
        this.links = links;
        this.context = context;
        this.outbox = outbox;
        this.targets = new ArrayDeque<>(targets);
        this.tell.add(done);
    }

    void alsoTell(CompletableFuture<Void> done) {
        tell.add(done);
    }

    void start() {
        ServerAddress target = targets.poll();
        if (target == null) {
            fail(new NotConnectedException("no other server could be reached: the connection stays where it is"));
            return;
        }
        fresh = new ServerLink(context, links, target, 1);
        fresh.start();
    }

    private void fail(NotConnectedException why) {
        links.moverDone();
        tell.forEach(done -> done.completeExceptionally(why));
    }

    /** The new server has let us in: let the old one confirm what was published to it. */
    void loggedIn(ServerLink link) {
        ServerLink leaving = links.current();
        if (link != fresh || leaving == null) {
            link.close(false);
            return;
        }
        old = leaving;
        links.leaveCurrent();
        farewell = context.loop().schedule(FAREWELL_NANOS, this::cutFarewell);
        leaving.hold();
        outbox.leave(left -> {
            if (context.loop().inLoop()) {
                detached(left);
            } else {
                context.loop().execute(() -> detached(left));
            }
        });
    }

    private void detached(Leftover left) {
        ServerLink leaving = old;
        if (leaving == null || leaving.dead()) {
            links.unsettled().settle(left);
            cross();
            return;
        }
        links.unsettled().ping(left.unpinged());
        Leftover asked = left.whatWasPinged();
        unsettled = asked;
        asked.waiters().forEach(waiter -> oldPongs.add(waiter::pong));
        oldPongs.add(() -> {
            unsettled = null;
            cross();
        });
        leaving.send(OpEncoder.ping());
        leaving.release(left.rest());
    }

    /** All that was sent to the old server has been taken by it: from now on the new one is the present one. */
    private void cross() {
        ServerLink link = fresh;
        if (link == null || link.dead() || freshIsCurrent) {
            return;
        }
        freshIsCurrent = true;
        ServerLink leaving = old;
        boolean bothDeliver = leaving != null && !leaving.dead();
        if (leaving != null && bothDeliver) {
            overlap = Overlap.of(leaving);
            links.overlapBegins(overlap);
        }
        links.goOnline(link, bothDeliver);
        outbox.ping(new PongWaiter() {
            @Override
            public void pong() {
                awaitInterest();
            }

            @Override
            public void lost(long inDoubt) {
                closeOld();
            }
        });
    }

    /** The new server has the subscriptions; those beside it in a cluster may have to learn of them yet. */
    private void awaitInterest() {
        ServerLink leaving = old;
        ServerLink arrived = fresh;
        boolean alone =
                leaving == null || arrived == null || arrived.info().cluster().isEmpty();
        if (leaving == null || alone || leaving.dead()) {
            leaveOld();
        } else {
            probe = new InterestProbe(context, outbox, leaving, this::leaveOld);
            probe.start();
        }
    }

    /** What was sent to the old server has come by the new one. */
    void probed() {
        if (probe != null) {
            probe.answered();
        }
    }

    /** Whether an error is about the move alone. */
    boolean isOwn(ServerErrorException error) {
        return probe != null && probe.isRefused(error);
    }

    /** Everybody knows of the subscriptions at the new server: the old one delivers what is on its way, and is left. */
    private void leaveOld() {
        ServerLink leaving = old;
        if (leaving != null && !leaving.dead()) {
            ByteArrayOutputStream ops = new ByteArrayOutputStream();
            for (Route route : links.routes().all()) {
                ops.writeBytes(OpEncoder.unsubscribe(route.sid(), 0));
            }
            ops.writeBytes(OpEncoder.ping());
            oldPongs.add(this::closeOld);
            leaving.send(ops.toByteArray());
        } else {
            closeOld();
        }
    }

    private void closeOld() {
        ServerLink leaving = old;
        ServerLink arrived = fresh;
        finish();
        // what the old server brought may come by the new one a moment later
        context.loop().schedule(LATE_NANOS, () -> links.overlapEnds(overlap));
        if (leaving != null && arrived != null) {
            leaving.close(false);
            links.moved(leaving, arrived);
        }
        tell.forEach(done -> done.complete(null));
    }

    private void finish() {
        if (probe != null) {
            probe.stop();
        }
        if (farewell != null) {
            farewell.cancel();
        }
        links.moverDone();
    }

    private void cutFarewell() {
        settleNow();
        cross();
        if (freshIsCurrent) {
            closeOld();
        }
    }

    private void settleNow() {
        Leftover left = unsettled;
        unsettled = null;
        if (left != null) {
            oldPongs.clear();
            links.unsettled().settle(left);
        }
    }

    /** A subscription ended while both servers know it. */
    void unsubscribeOld(int sid) {
        ServerLink leaving = old;
        if (leaving != null && !leaving.dead()) {
            leaving.send(OpEncoder.unsubscribe(sid, 0));
        }
    }

    void ponged(ServerLink link) {
        if (link == old) {
            Runnable next = oldPongs.poll();
            if (next != null) {
                next.run();
            }
        }
    }

    void ended(ServerLink link, Throwable cause) {
        if (link == fresh && !freshIsCurrent) {
            fresh = null;
            if (old == null) {
                start();
            } else {
                goBack(cause);
            }
        } else if (link == old) {
            settleNow();
            if (freshIsCurrent) {
                closeOld();
            } else {
                cross();
            }
        }
    }

    /** The new server went while the old one was already detached: return to the old one, or look for any. */
    private void goBack(Throwable cause) {
        ServerLink back = old;
        Leftover left = unsettled;
        unsettled = null;
        old = null;
        finish();
        if (left != null) {
            links.unsettled().settle(left);
        }
        if (back != null) {
            back.close(false);
            links.lookElsewhere(back, cause);
        }
        tell.forEach(done ->
                done.completeExceptionally(new NotConnectedException("the server moved to was lost at once", cause)));
    }

    /** The present link broke: before the crossing it was the old one, after it the new one. */
    void currentLost() {
        if (freshIsCurrent) {
            return;
        }
        if (fresh != null) {
            fresh.close(false);
            fresh = null;
        }
        finish();
        tell.forEach(done ->
                done.completeExceptionally(new NotConnectedException("the connection was lost before it could move")));
    }

    /** The connection is being closed: whoever waits for the move, or for the old server's word, hears of it. */
    void stop(@Nullable NatsException cause) {
        finish();
        if (fresh != null) {
            fresh.close(false);
        }
        if (old != null) {
            old.close(false);
        }
        settleNow();
        ConnectionClosedException closed =
                new ConnectionClosedException("reconnect: the connection was closed while it moved", cause);
        tell.forEach(done -> done.completeExceptionally(closed));
    }
}
