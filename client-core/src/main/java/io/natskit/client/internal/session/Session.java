// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.ConnectionClosedException;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.ConnectionState;
import io.natskit.client.ForceReconnect;
import io.natskit.client.NatsException;
import io.natskit.client.Options;
import io.natskit.client.Registration;
import io.natskit.client.ServerInfo;
import io.natskit.client.SubscriptionEnd;
import io.natskit.client.internal.delivery.ReceivedMessage;
import io.natskit.client.internal.outbox.Outbox;
import io.natskit.client.internal.routing.Inbox;
import io.natskit.client.internal.routing.Route;
import io.natskit.client.internal.routing.RouteHost;
import io.natskit.client.internal.routing.Routes;
import io.natskit.client.internal.transport.IoLoop;
import io.natskit.wire.headers.Headers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
public final class Session {
    private final Options options;
    private final Threads threads;
    private final boolean ownThreads;
    private final IoLoop loop;
    private final @Nullable Tracing tracing;
    private final Counters counters;
    private final Events events;
    private final Pool pool;
    private final Outbox outbox;
    private final Routes routes = new Routes();
    private final Inbox inbox;
    private final Completions completions;
    private final Links links;
    private final Hosting hosting;
    private final RequestClock requestClock;
    private final States states = new States();
    private final CompletableFuture<Void> firstConnect = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile @Nullable ServerInfo serverInfo;
    private volatile long maxPayload = Long.MAX_VALUE;

    // of the I/O thread, for the life of the connection
    private final List<Drainer> drainers = new ArrayList<>();
    private boolean closing;
    private boolean draining;

    /** A connection with its own threads, or on those of the options. Nothing happens before {@link #start}. */
    public Session(Options options) {
        this.options = options;
        this.ownThreads = options.resources().isEmpty();
        this.threads =
                ownThreads ? Threads.own() : (Threads) options.resources().orElseThrow();
        this.loop = threads.join(this);
        this.counters = new Counters(options.observer().orElse(null));
        this.tracing = options.tracer().map(Tracing::new).orElse(null);
        Context context = new Context(options, threads, loop, counters);
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
        this.requestClock = new RequestClock(loop, inbox.requests(), completions);
        this.links = new Links(this, context, events);
        this.hosting = new Hosting(
                threads.callbackExecutor(), counters, this::emit, routes, outbox, route -> links.unsubscribed(route));
    }

    // what callers use, on any thread

    /** Starts to connect. The future completes once connected, or at once when told to retry the first connect. */
    public CompletableFuture<Void> start() {
        loop.execute(() -> {
            boolean goOn = options.servers().retryFirstConnect();
            if (goOn) {
                firstConnect.complete(null);
            }
            links.start(goOn);
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

    /** What follows messages, if anything. */
    public @Nullable Tracing tracing() {
        return tracing;
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

    /** Where what users wrote runs. */
    public Executor callbacks() {
        return threads.callbackExecutor();
    }

    /** What subscriptions of this connection ask of it. */
    public RouteHost routeHost() {
        return hosting;
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
        Ping ping = new Ping(vouching ? links.unsettled()::tellDoubts : null);
        counters.ping();
        links.ping(ping);
        return ping.answer();
    }

    /** Runs {@code task} on the I/O thread, or fails {@code future} when the connection is closed. */
    void post(CompletableFuture<?> future, String operation, Runnable task) {
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

    private ConnectionClosedException closedError(String operation) {
        return new ConnectionClosedException(operation + ": the connection is closed", closeCause());
    }

    private @Nullable NatsException closeCause() {
        return states.now() instanceof ConnectionState.Closed closed ? closed.causeOrNull() : null;
    }

    /** Connects anew; completes when that is done. */
    public CompletableFuture<Void> reconnect(ForceReconnect how) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        post(done, "reconnect", () -> new ForcedReconnect(this, links, loop, how, done).start());
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

    /** Publishes replies with the checks and the back-pressure that the views apply. */
    public interface Replier {
        /** Publishes. */
        void reply(byte[] subject, Headers headers, byte[] payload);
    }

    /** Sets who publishes replies; before {@link #start}. */
    public void repliesBy(Replier by) {
        hosting.repliesBy(by);
    }

    /** A reply to a request for many found no room: the first of an episode or not, so many in all. */
    public void replyDropped(ReceivedMessage reply, boolean first, long dropped) {
        counters.dropped(reply.subscription(), reply.contentBytes());
        if (first) {
            emit(new ConnectionEvent.SlowConsumer(Instant.now(), reply.subscription(), dropped));
        }
    }

    // for the links, on the I/O thread

    boolean isClosing() {
        return closing;
    }

    boolean isDraining() {
        return draining;
    }

    void connectedFirst() {
        firstConnect.complete(null);
    }

    void know(ServerInfo info) {
        serverInfo = info;
        maxPayload = info.maxPayload();
    }

    // the end

    void closeNow(@Nullable NatsException cause) {
        if (closing) {
            return;
        }
        closing = true;
        links.close(cause);
        states.set(new ConnectionState.Closed(cause));
        inbox.requests().refuse(() -> closedError("request"));
        inbox.requests().takeIf(r -> true).forEach(request -> request.fail(closedError("request")));
        links.loseWaiters();
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
