// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.AuthenticationException;
import io.natskit.client.ConnectionClosedException;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.ConnectionState;
import io.natskit.client.ForceReconnect;
import io.natskit.client.InDoubtException;
import io.natskit.client.NatsException;
import io.natskit.client.Options;
import io.natskit.client.PermissionException;
import io.natskit.client.Registration;
import io.natskit.client.ServerAddress;
import io.natskit.client.ServerErrorException;
import io.natskit.client.ServerInfo;
import io.natskit.client.SubscriptionEnd;
import io.natskit.client.internal.delivery.ReceivedMessage;
import io.natskit.client.internal.outbox.Leftover;
import io.natskit.client.internal.outbox.Outbox;
import io.natskit.client.internal.outbox.PongWaiter;
import io.natskit.client.internal.protocol.MsgRange;
import io.natskit.client.internal.protocol.OpEncoder;
import io.natskit.client.internal.protocol.ProtocolException;
import io.natskit.client.internal.routing.Inbox;
import io.natskit.client.internal.routing.PendingRequest;
import io.natskit.client.internal.routing.Refusals;
import io.natskit.client.internal.routing.Route;
import io.natskit.client.internal.routing.RouteHost;
import io.natskit.client.internal.routing.Routes;
import io.natskit.client.internal.transport.IoLoop;
import io.natskit.wire.headers.Headers;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection: the state machine that owns outbox, routes, pool and the present link. Its state belongs to the I/O thread; what callers may use is public, safe for
 * any thread, and completes its futures on the I/O thread: nothing that a user wrote may hang on them directly.
 */
public final class Session implements RouteHost, ServerLink.Owner, Connector.Outcome {
    private static final int CONTROL_BYTES_MAX = 1 << 20;

    private final Options options;
    private final Threads threads;
    private final boolean ownThreads;
    private final IoLoop loop;
    private final Counters counters;
    private final Context context;
    private final Events events;
    private final Pool pool;
    private final Outbox outbox;
    private final Routes routes = new Routes();
    private final Inbox inbox;
    private final Completions completions;
    private final Connector connector;
    private final RequestClock requestClock;
    private final States states = new States();
    private final CompletableFuture<Void> firstConnect = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile @Nullable ServerInfo serverInfo;
    private volatile long maxPayload = Long.MAX_VALUE;

    // of the I/O thread, for the life of the connection
    private final List<Drainer> drainers = new ArrayList<>();
    private final ArrayDeque<PongWaiter> offlinePings = new ArrayDeque<>();
    private long untoldDoubts;
    private boolean everConnected;
    private boolean closing;
    private boolean draining;
    private @Nullable Mover mover;
    // of the I/O thread, for the life of a link
    private @Nullable ServerLink current;
    private @Nullable KeepAlive keepAlive;
    private @Nullable ServerErrorException lastError;
    private @Nullable ServerLink lameDuck;

    /** A connection with its own threads, or on those of the options. Nothing happens before {@link #start}. */
    public Session(Options options) {
        this.options = options;
        this.ownThreads = options.resources().isEmpty();
        this.threads =
                ownThreads ? Threads.own() : (Threads) options.resources().orElseThrow();
        this.loop = threads.join(this);
        this.counters = new Counters(options.observer().orElse(null));
        this.context = new Context(options, threads, loop, counters);
        this.events = new Events(options.observer().orElse(null), options.listeners(), threads.callbackExecutor());
        this.pool = new Pool(
                options.servers().servers(),
                options.servers().shuffle(),
                options.reconnect().maxAttempts(),
                new Random());
        long offline = options.buffers().offlineBytes();
        this.outbox =
                new Outbox(options.buffers().outgoingBytes(), offline < 0 ? Long.MAX_VALUE : offline, System::nanoTime);
        this.inbox = new Inbox(options.inboxPrefix());
        this.completions = new Completions(threads.callbackExecutor(), options.inlineCompletions());
        this.connector = new Connector(context, pool, events, this, this);
        this.requestClock = new RequestClock(loop, inbox.requests());
    }

    // what callers use, on any thread

    /** Starts to connect. The future completes once connected, or at once when told to retry the first connect. */
    public CompletableFuture<Void> start() {
        loop.execute(() -> {
            boolean goOn = options.servers().retryFirstConnect();
            if (goOn) {
                firstConnect.complete(null);
            }
            connector.first(goOn);
        });
        return firstConnect;
    }

    /** The options. */
    public Options options() {
        return options;
    }

    /** The outgoing buffer. */
    public Outbox outbox() {
        return outbox;
    }

    /** The subscriptions. */
    public Routes routes() {
        return routes;
    }

    /** The inbox of requests. */
    public Inbox inbox() {
        return inbox;
    }

    /** The statistics. */
    public Counters counters() {
        return counters;
    }

    /** The pool. */
    public Pool pool() {
        return pool;
    }

    /** Where futures of users are completed. */
    public Completions completions() {
        return completions;
    }

    /** Expires asynchronous requests. */
    public RequestClock requestClock() {
        return requestClock;
    }

    /** The state and who waits for it. */
    public States states() {
        return states;
    }

    /** What the server last said; null before the first. */
    public @Nullable ServerInfo serverInfo() {
        return serverInfo;
    }

    /** The most bytes that the server takes in a message; no bound before the first server. */
    public long maxPayload() {
        return maxPayload;
    }

    /** Completes when the connection is closed and has left its threads. */
    public CompletableFuture<Void> gone() {
        return gone;
    }

    /** Whether the threads are the connection's own. */
    public boolean ownsThreads() {
        return ownThreads;
    }

    /** Ends the connection's own threads and waits for them. */
    public void endThreads() {
        if (ownThreads) {
            threads.end();
        }
    }

    /** Adds an event listener. */
    public Registration onEvent(Consumer<? super ConnectionEvent> listener) {
        return events.add(listener);
    }

    /** Something happened. */
    public void emit(ConnectionEvent event) {
        try {
            events.emit(event);
        } catch (RejectedExecutionException e) {
            // closed: nobody listens any more
        }
    }

    @Override
    public Executor callbacks() {
        return threads.callbackExecutor();
    }

    /** Runs {@code task} on the I/O thread. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Runs {@code task} on the I/O thread after a while; what it completes is told at once, since no read may follow. */
    public void after(long nanos, Runnable task) {
        loop.execute(() -> loop.schedule(nanos, () -> {
            task.run();
            completions.endOfTurn();
        }));
    }

    /** Adds a subscription and tells the server. */
    public void subscribe(Route route) {
        ConnectionState state = states.now();
        if (state instanceof ConnectionState.Closed || state instanceof ConnectionState.Draining) {
            throw new ConnectionClosedException("subscribe: the connection is " + words(state));
        }
        routes.add(route, added -> outbox.append(added.subscribeOps()));
        outbox.kick();
        if (states.now() instanceof ConnectionState.Closed) {
            route.finish(new SubscriptionEnd(SubscriptionEnd.Reason.CONNECTION_CLOSED, null), true, false);
        }
    }

    /** The state as an error message calls it. */
    public static String words(ConnectionState state) {
        return state.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    /** Has a subscription end after {@code messages} in all. */
    public void stopAfter(Route route, long messages) {
        routes.change(route, changed -> {
            changed.stopAfter(messages);
            outbox.append(changed.limitOp());
        });
        outbox.kick();
        route.endIfReached();
        // the last message may be coming in just now: on its thread the count is exact
        loop.execute(route::endIfReached);
    }

    /** Sends a PING; completes with the nanoseconds until its PONG, after a reconnect if there is no server now. */
    public CompletableFuture<Long> ping(boolean vouching) {
        Ping ping = new Ping(vouching ? this::tellDoubts : null);
        counters.ping();
        if (!outbox.ping(ping)) {
            post(ping.answer(), "flush", () -> {
                if (!outbox.ping(ping)) {
                    offlinePings.add(ping);
                }
            });
        }
        return ping.answer();
    }

    /** Runs {@code task} on the I/O thread, or fails {@code future} when the connection is closed. */
    private void post(CompletableFuture<?> future, String operation, Runnable task) {
        boolean posted = loop.offer(() -> {
            if (closing) {
                future.completeExceptionally(closedError(operation));
            } else {
                task.run();
            }
        });
        if (!posted) {
            future.completeExceptionally(closedError(operation));
        }
    }

    private long tellDoubts() {
        long untold = untoldDoubts;
        untoldDoubts = 0;
        return untold;
    }

    private ConnectionClosedException closedError(String operation) {
        return new ConnectionClosedException(operation + ": the connection is closed", closeCause());
    }

    private @Nullable NatsException closeCause() {
        return states.now() instanceof ConnectionState.Closed closed ? closed.causeOrNull() : null;
    }

    /** Connects anew; completes when that is done. */
    public CompletableFuture<Void> reconnect(ForceReconnect how) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        post(done, "reconnect", () -> new ForcedReconnect(this, loop, how, done).start());
        return done;
    }

    /** Drains; completes with whether all was delivered and flushed in time. */
    public CompletableFuture<Boolean> drain(long nanos) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        post(done, "drain", () -> {
            draining = true;
            states.set(new ConnectionState.Draining());
            Drainer drainer = new Drainer(this, loop, nanos, done);
            drainers.add(drainer);
            drainer.start();
        });
        return done;
    }

    /** Drains one subscription; completes when it has ended and nothing waits, or after {@code nanos} with what is left dropped. */
    public CompletableFuture<Boolean> drain(Route route, long nanos) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        post(done, "drain", () -> {
            Drainer.drain(this, route).whenComplete((end, error) -> done.complete(true));
            loop.schedule(nanos, () -> {
                if (done.complete(false)) {
                    route.finish(new SubscriptionEnd(SubscriptionEnd.Reason.DRAINED, null), true, false);
                    route.discard();
                }
            });
        });
        return done;
    }

    /** Closes; completes when it is closed and its threads are left. */
    public CompletableFuture<Void> close(@Nullable NatsException cause) {
        if (!gone.isDone()) {
            loop.execute(() -> closeNow(cause));
        }
        return gone;
    }

    // RouteHost

    @Override
    public void reply(byte[] subject, Headers headers, byte[] payload) {
        replier.reply(subject, headers, payload);
    }

    /** Publishes replies with the checks and the back-pressure that the views apply. */
    public interface Replier {
        /** Publishes. */
        void reply(byte[] subject, Headers headers, byte[] payload);
    }

    private Replier replier = (subject, headers, payload) -> {
        throw new IllegalStateException("the connection is being made");
    };

    /** Sets who publishes replies; before {@link #start}. */
    public void repliesBy(Replier by) {
        replier = by;
    }

    @Override
    public void removed(Route route, boolean tellServer) {
        routes.remove(route, gone -> {
            if (tellServer) {
                outbox.append(OpEncoder.unsubscribe(gone.sid(), 0));
            }
        });
        outbox.kick();
        Mover moving = mover;
        if (moving != null && tellServer) {
            loop.execute(() -> moving.unsubscribeOld(route.sid()));
        }
    }

    @Override
    public void dropped(Route route, ReceivedMessage message, boolean first) {
        counters.dropped(route.subscription(), message.contentBytes());
        if (first) {
            emit(new ConnectionEvent.SlowConsumer(
                    Instant.now(), route.subscription(), route.mailbox().dropped()));
        }
    }

    /** A reply to a request for many found no room: the first of an episode or not, so many in all. */
    public void replyDropped(ReceivedMessage reply, boolean first, long dropped) {
        counters.dropped(reply.subscription(), reply.contentBytes());
        if (first) {
            emit(new ConnectionEvent.SlowConsumer(Instant.now(), reply.subscription(), dropped));
        }
    }

    @Override
    public void received(Route route, ReceivedMessage message) {
        if (counters.observer() != null) {
            counters.received(route.subscription(), message.contentBytes());
        }
    }

    @Override
    public void handlerFailed(Route route, Throwable cause) {
        counters.handlerFailed();
        emit(new ConnectionEvent.HandlerFailed(Instant.now(), route.subscription(), cause));
    }

    // Connector.Outcome

    @Override
    public void attempting(int attempt) {
        if (!draining) {
            ConnectionState now = states.now();
            Throwable cause = now instanceof ConnectionState.Reconnecting r ? r.cause() : null;
            states.set(Connector.looking(everConnected, attempt, cause));
        }
    }

    @Override
    public void gaveUp(NatsException cause) {
        closeNow(cause);
    }

    // ServerLink.Owner: the life of links

    @Override
    public void loggedIn(ServerLink link) {
        if (closing) {
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
        if (!draining) {
            states.set(new ConnectionState.Connected(link.server(), link.info()));
        }
        if (again) {
            counters.reconnected();
            emit(new ConnectionEvent.Reconnected(Instant.now(), link.server(), link.info(), replayed));
            emit(new ConnectionEvent.Resubscribed(Instant.now(), subscriptions));
        } else {
            emit(new ConnectionEvent.Connected(Instant.now(), link.server(), link.info()));
        }
        learn(link, link.info());
        firstConnect.complete(null);
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
        know(link.info());
        inbox.newLink();
        int subscriptions = routes.replay(overlap, ops -> outbox.attach(link, ops));
        outbox.flush();
        KeepAlive alive = new KeepAlive(context, outbox, why -> link.die(new java.io.IOException(why)));
        keepAlive = alive;
        alive.start();
        while (!offlinePings.isEmpty()) {
            outbox.ping(offlinePings.remove());
        }
        return subscriptions;
    }

    /** Has the next link answer those whose PING no link has got. */
    void pingLater(List<PongWaiter> waiters) {
        offlinePings.addAll(waiters);
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
            settle(left);
            lookAgain(old, cause, preferred, onPurpose);
        }));
        if (!draining) {
            states.set(new ConnectionState.Reconnecting(0, cause));
        }
        // Behind the state: who hears of it may ask at once.
        emit(new ConnectionEvent.Disconnected(Instant.now(), old.server(), onPurpose ? null : cause));
    }

    private void lookAgain(
            ServerLink old, @Nullable Throwable cause, @Nullable ServerAddress preferred, boolean onPurpose) {
        if (closing) {
            return;
        }
        if (!options.reconnect().enabled() && !onPurpose) {
            closeNow(asNatsException(cause, old));
        } else if (cause instanceof AuthenticationException refusal
                && connector.repeatedRefusal(old.server(), refusal)) {
            closeNow(refusal);
        } else {
            connector.again(serverInfo, preferred, onPurpose);
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

    /** Reports what is in doubt after a link has gone, and fails who waited for it. */
    void settle(Leftover left) {
        boolean told = left.waiters().stream().anyMatch(PongWaiter::vouches);
        if (left.inDoubt() > 0) {
            counters.doubt(left.inDoubt());
            emit(new ConnectionEvent.InDoubt(Instant.now(), left.inDoubt()));
            untoldDoubts += told ? 0 : left.inDoubt();
        }
        left.waiters().forEach(waiter -> waiter.lost(left.inDoubt()));
        for (PendingRequest request :
                inbox.requests().takeIf(r -> !r.manyReplies() && r.acceptedBefore() < left.sent())) {
            request.fail(new InDoubtException(
                    "the connection broke before the reply on \"" + request.subject() + "\" came", null));
        }
        completions.endOfTurn();
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
        if (!draining) {
            states.set(new ConnectionState.Connected(to.server(), to.info()));
        }
        emit(new ConnectionEvent.Moved(Instant.now(), from.server(), to.server()));
        learn(to, to.info());
    }

    /** Looks for a server after a move that failed half-way. */
    void lookElsewhere(ServerLink old, Throwable cause) {
        pool.disconnected();
        states.set(new ConnectionState.Reconnecting(0, cause));
        emit(new ConnectionEvent.Disconnected(Instant.now(), old.server(), cause));
        lookAgain(old, cause, null, false);
    }

    void moverDone() {
        mover = null;
    }

    @Nullable
    ServerLink current() {
        return current;
    }

    // ServerLink.Owner: what servers say

    @Override
    public void message(MsgRange message) {
        counters.message(message.headersLength() + message.payloadLength());
        routes.deliver(message);
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
            know(info);
            learn(link, info);
        }
    }

    private void know(ServerInfo info) {
        serverInfo = info;
        maxPayload = info.maxPayload();
    }

    private void learn(ServerLink link, ServerInfo info) {
        if (!options.servers().ignoreDiscovered() && !info.connectUrls().isEmpty()) {
            Pool.Discovery discovery = pool.discovered(info.connectUrls(), link.server());
            if (!discovery.added().isEmpty() || !discovery.removed().isEmpty()) {
                emit(new ConnectionEvent.DiscoveredServers(Instant.now(), discovery.added(), discovery.removed()));
            }
        }
        if (info.lameDuck() && lameDuck != link) {
            lameDuck = link;
            emit(new ConnectionEvent.LameDuck(Instant.now(), link.server()));
            List<ServerAddress> others = pool.others(link.server());
            if (options.reconnect().moveOnLameDuck() && !others.isEmpty() && !draining) {
                move(others, new CompletableFuture<>());
            }
        }
    }

    @Override
    public void error(ServerLink link, ServerErrorException error) {
        if (link == current && error.kind().fatal()) {
            lastError = error;
        }
        emit(new ConnectionEvent.ServerError(Instant.now(), error));
        if (Connector.expired(error)) {
            emit(new ConnectionEvent.AuthExpired(Instant.now(), link.server()));
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

    void closeNow(@Nullable NatsException cause) {
        if (closing) {
            return;
        }
        closing = true;
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
            emit(new ConnectionEvent.Disconnected(Instant.now(), link.server(), cause));
        }
        pool.disconnected();
        states.set(new ConnectionState.Closed(cause));
        inbox.requests().refuse(() -> closedError("request"));
        inbox.requests().takeIf(r -> true).forEach(request -> request.fail(closedError("request")));
        offlinePings.forEach(ping -> ping.lost(0));
        offlinePings.clear();
        outbox.detach(left -> left.waiters().forEach(waiter -> waiter.lost(left.inDoubt())));
        for (Route route : routes.all()) {
            route.finish(new SubscriptionEnd(SubscriptionEnd.Reason.CONNECTION_CLOSED, cause), true, false);
        }
        drainers.forEach(Drainer::aborted);
        completions.endOfTurn();
        emit(new ConnectionEvent.Closed(Instant.now(), cause));
        if (cause == null) {
            firstConnect.completeExceptionally(closedError("connect"));
        } else {
            firstConnect.completeExceptionally(cause);
        }
        completions.hop(states::tellClosed);
        threads.leave(this);
        if (ownThreads) {
            threads.stop();
        }
        gone.complete(null);
    }
}
