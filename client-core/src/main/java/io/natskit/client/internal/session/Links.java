// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.AuthenticationException;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.ConnectionState;
import io.natskit.client.NatsException;
import io.natskit.client.Options;
import io.natskit.client.PermissionException;
import io.natskit.client.ServerAddress;
import io.natskit.client.ServerErrorException;
import io.natskit.client.ServerInfo;
import io.natskit.client.internal.outbox.Outbox;
import io.natskit.client.internal.protocol.MsgRange;
import io.natskit.client.internal.protocol.OpEncoder;
import io.natskit.client.internal.protocol.ProtocolException;
import io.natskit.client.internal.routing.Inbox;
import io.natskit.client.internal.routing.Refusals;
import io.natskit.client.internal.routing.Route;
import io.natskit.client.internal.routing.Routes;
import io.natskit.client.internal.transport.IoLoop;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The links of a connection, one after another: what becomes of each, what servers say on them, and the move from one to the next. I/O thread, but for {@link #ping} and
 * {@link #unsubscribed}.
 */
final class Links implements ServerLink.Owner, Connector.Outcome {
    private static final int CONTROL_BYTES_MAX = 1 << 20;

    private final Session session;
    private final Context context;
    private final Options options;
    private final IoLoop loop;
    private final Counters counters;
    private final States states;
    private final Pool pool;
    private final Outbox outbox;
    private final Routes routes;
    private final Inbox inbox;
    private final Completions completions;
    private final Connector connector;

    // for the life of the connection
    private final Unsettled unsettled;
    private boolean everConnected;
    private volatile @Nullable Mover mover;
    // for the life of a link
    private @Nullable ServerLink current;
    private @Nullable KeepAlive keepAlive;
    private @Nullable ServerErrorException lastError;
    private @Nullable Overlap overlap;
    private @Nullable ServerLink lameDuck;

    /** No link yet. */
    Links(Session session, Context context, Events events) {
        this.session = session;
        this.context = context;
        this.options = context.options();
        this.loop = context.loop();
        this.counters = context.counters();
        this.states = session.states();
        this.pool = session.pool();
        this.outbox = session.outbox();
        this.routes = session.routes();
        this.inbox = session.inbox();
        this.completions = session.completions();
        this.unsettled = new Unsettled(session, counters);
        this.connector = new Connector(context, pool, events, this, this);
    }

    /** Looks for a server for the first time; {@code goOn}: and does not give up after a round. */
    void start(boolean goOn) {
        connector.first(goOn);
    }

    /** Sends a PING to this server, or to the next one. Any thread. */
    void ping(Ping ping) {
        if (!outbox.ping(ping)) {
            session.post(ping.answer(), "flush", () -> {
                if (!outbox.ping(ping)) {
                    unsettled.ping(ping);
                }
            });
        }
    }

    /** A subscription ended: while the connection moves, two servers know it. Any thread. */
    void unsubscribed(Route route) {
        Mover moving = mover;
        if (moving != null) {
            loop.execute(() -> moving.unsubscribeOld(route.sid()));
        }
    }

    // looking for a server

    @Override
    public void attempting(int attempt) {
        if (!session.isDraining()) {
            ConnectionState now = states.now();
            Throwable cause = now instanceof ConnectionState.Reconnecting r ? r.cause() : null;
            states.set(Connector.looking(everConnected, attempt, cause));
        }
    }

    @Override
    public void gaveUp(NatsException cause) {
        session.closeNow(cause);
    }

    // the life of links

    @Override
    public void loggedIn(ServerLink link) {
        if (session.isClosing()) {
            link.close(false);
            return;
        }
        Mover moving = mover;
        if (connector.won(link)) {
            adopt(link);
        } else if (moving != null) {
            moving.loggedIn(link);
        } else {
            link.close(false);
        }
    }

    private void adopt(ServerLink link) {
        long replayed = outbox.pendingBytes();
        int subscriptions = goOnline(link, false);
        boolean again = everConnected;
        everConnected = true;
        if (!session.isDraining()) {
            states.set(new ConnectionState.Connected(link.server(), link.info()));
        }
        if (again) {
            counters.reconnected();
            session.emit(new ConnectionEvent.Reconnected(Instant.now(), link.server(), link.info(), replayed));
            session.emit(new ConnectionEvent.Resubscribed(Instant.now(), subscriptions));
        } else {
            session.emit(new ConnectionEvent.Connected(Instant.now(), link.server(), link.info()));
        }
        learn(link, link.info());
        session.connectedFirst();
    }

    /**
     * Makes a logged-in link the present one: subscriptions first, then what waits. Returns how many subscriptions there are.
     *
     * @param overlap whether another link still brings messages for a while
     */
    int goOnline(ServerLink link, boolean overlap) {
        current = link;
        lastError = null;
        pool.connected(link.server());
        session.know(link.info());
        inbox.newLink();
        int subscriptions = routes.replay(overlap, ops -> outbox.attach(link, ops));
        outbox.flush();
        KeepAlive alive = new KeepAlive(context, outbox, why -> link.die(new java.io.IOException(why)));
        keepAlive = alive;
        alive.start();
        unsettled.pingAgain();
        return subscriptions;
    }

    @Override
    public void ended(ServerLink link, Throwable cause) {
        Mover moving = mover;
        if (link == current) {
            lost(lastError == null ? cause : lastError, null, false);
        } else if (!connector.failed(link, cause) && moving != null) {
            moving.ended(link, cause);
        }
    }

    /** The present link is no more: what is in doubt is told, and a server looked for, {@code preferred} first. */
    void lost(@Nullable Throwable cause, @Nullable ServerAddress preferred, boolean onPurpose) {
        ServerLink old = Objects.requireNonNull(current);
        leaveCurrent();
        pool.disconnected();
        if (mover != null) {
            mover.currentLost();
        }
        outbox.detach(left -> loop.execute(() -> {
            unsettled.settle(left);
            lookAgain(old, cause, preferred, onPurpose);
        }));
        if (!session.isDraining()) {
            states.set(new ConnectionState.Reconnecting(0, cause));
        }
        // Behind the state: who hears of it may ask at once.
        session.emit(new ConnectionEvent.Disconnected(Instant.now(), old.server(), onPurpose ? null : cause));
    }

    private void lookAgain(
            ServerLink old, @Nullable Throwable cause, @Nullable ServerAddress preferred, boolean onPurpose) {
        if (session.isClosing()) {
            return;
        }
        if (!options.reconnect().enabled() && !onPurpose) {
            session.closeNow(asNatsException(cause, old));
        } else if (cause instanceof AuthenticationException refusal
                && connector.repeatedRefusal(old.server(), refusal)) {
            session.closeNow(refusal);
        } else {
            connector.again(session.serverInfo(), preferred, onPurpose);
        }
    }

    private static NatsException asNatsException(@Nullable Throwable cause, ServerLink old) {
        return cause instanceof NatsException known
                ? known
                : new io.natskit.client.NotConnectedException("the connection to " + old.server() + " was lost", cause);
    }

    /** Stops what belongs to the present link, and closes nothing. */
    @Nullable
    ServerLink leaveCurrent() {
        ServerLink old = current;
        current = null;
        if (keepAlive != null) {
            keepAlive.stop();
            keepAlive = null;
        }
        return old;
    }

    /** Ends a wait for the next attempt. */
    void hurry() {
        connector.hurry();
    }

    /** Moves to one of {@code to} without a gap. */
    void move(List<ServerAddress> to, CompletableFuture<Void> done) {
        if (mover == null) {
            Mover moving = new Mover(this, context, outbox, to, done);
            mover = moving;
            moving.start();
        } else {
            mover.alsoTell(done);
        }
    }

    void moved(ServerLink from, ServerLink to) {
        if (to != current) {
            return;
        }
        if (!session.isDraining()) {
            states.set(new ConnectionState.Connected(to.server(), to.info()));
        }
        session.emit(new ConnectionEvent.Moved(Instant.now(), from.server(), to.server()));
        learn(to, to.info());
    }

    /** Looks for a server after a move that failed half-way. */
    void lookElsewhere(ServerLink old, Throwable cause) {
        pool.disconnected();
        states.set(new ConnectionState.Reconnecting(0, cause));
        session.emit(new ConnectionEvent.Disconnected(Instant.now(), old.server(), cause));
        lookAgain(old, cause, null, false);
    }

    Routes routes() {
        return routes;
    }

    /** What the links of before have left. */
    Unsettled unsettled() {
        return unsettled;
    }

    /** From now on the old server and the new one bring the same messages. */
    void overlapBegins(@Nullable Overlap both) {
        overlap = both;
    }

    /** The new server alone brings messages, unless the connection moves again already. */
    void overlapEnds(@Nullable Overlap both) {
        if (overlap == both) {
            overlap = null;
        }
    }

    void moverDone() {
        mover = null;
    }

    @Nullable
    ServerLink current() {
        return current;
    }

    // what servers say

    @Override
    public void message(ServerLink link, MsgRange message) {
        if (message.sid() == InterestProbe.SID) {
            probed();
            return;
        }
        Overlap both = overlap;
        if (both != null && !routes.isShared(message.sid()) && both.isSecond(link, message)) {
            return;
        }
        counters.message(message.headersLength() + message.payloadLength());
        routes.deliver(message);
    }

    @Override
    public byte[] room(MsgRange begun) {
        return routes.room(begun);
    }

    private void probed() {
        Mover moving = mover;
        if (moving != null) {
            moving.probed();
        }
    }

    @Override
    public void endOfRead() {
        if (keepAlive != null) {
            keepAlive.heard();
        }
        counters.endOfRead();
        routes.endOfRead();
        completions.endOfTurn();
    }

    @Override
    public void pinged(ServerLink link) {
        if (link == current) {
            if (outbox.pendingBytes() > options.buffers().outgoingBytes() + CONTROL_BYTES_MAX) {
                // publishing stops at the bound: what is beyond it are PONGs that the server asks for and does not take
                throw new ProtocolException("PINGs whose PONGs are not taken");
            }
            outbox.control(OpEncoder.pong());
        } else {
            link.send(OpEncoder.pong());
        }
    }

    @Override
    public void ponged(ServerLink link) {
        if (link == current) {
            outbox.pong();
        } else if (mover != null) {
            mover.ponged(link);
        }
    }

    @Override
    public void info(ServerLink link, ServerInfo info) {
        if (link == current) {
            session.know(info);
            learn(link, info);
        }
    }

    private void learn(ServerLink link, ServerInfo info) {
        if (!options.servers().ignoreDiscovered() && !info.connectUrls().isEmpty()) {
            Pool.Discovery discovery = pool.discovered(info.connectUrls(), link.server());
            if (!discovery.added().isEmpty() || !discovery.removed().isEmpty()) {
                session.emit(
                        new ConnectionEvent.DiscoveredServers(Instant.now(), discovery.added(), discovery.removed()));
            }
        }
        if (info.lameDuck() && lameDuck != link) {
            lameDuck = link;
            session.emit(new ConnectionEvent.LameDuck(Instant.now(), link.server()));
            List<ServerAddress> others = pool.others(link.server());
            if (options.reconnect().moveOnLameDuck() && !others.isEmpty() && !session.isDraining()) {
                move(others, new CompletableFuture<>());
            }
        }
    }

    @Override
    public void error(ServerLink link, ServerErrorException error) {
        Mover moving = mover;
        if (moving != null && moving.isOwn(error)) {
            return;
        }
        if (link == current && error.kind().fatal()) {
            lastError = error;
        }
        session.emit(new ConnectionEvent.ServerError(Instant.now(), error));
        if (Connector.expired(error)) {
            session.emit(new ConnectionEvent.AuthExpired(Instant.now(), link.server()));
        }
        if (error instanceof PermissionException refusal) {
            Refusals.apply(refusal, routes, inbox);
        }
    }

    @Override
    public void writable(ServerLink link) {
        if (link == current) {
            outbox.flush();
        }
    }

    @Override
    public void flush(ServerLink link) {
        if (link == current) {
            outbox.flush();
        }
    }

    // the end

    /** Ends all of it but the routes: {@code cause} is why. What waits in the outbox is written if the socket takes it. */
    void close(@Nullable NatsException cause) {
        connector.stop();
        if (mover != null) {
            mover.stop(cause);
        }
        ServerLink link = leaveCurrent();
        if (link != null) {
            outbox.flush();
        }
        outbox.close();
        if (link != null) {
            link.close(false);
            session.emit(new ConnectionEvent.Disconnected(Instant.now(), link.server(), cause));
        }
        pool.disconnected();
    }

    /** Fails those who wait for a PONG; behind {@link #close}. */
    void loseWaiters() {
        unsettled.losePings();
        outbox.detach(left -> left.waiters().forEach(waiter -> waiter.lost(left.inDoubt())));
    }
}
