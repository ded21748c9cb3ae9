// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.ConnectionObserver;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.NoRespondersException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.RequestTimeoutException;
import io.natskit.client.SubscriptionEnd;
import io.natskit.client.internal.flight.RequestFlight;
import io.natskit.client.internal.gather.ReplySource;
import io.natskit.client.internal.outbox.Haste;
import io.natskit.client.internal.protocol.MsgRange;
import io.natskit.client.internal.routing.Inbox;
import io.natskit.client.internal.routing.PendingRequest;
import io.natskit.client.internal.routing.RequestTable;
import io.natskit.client.internal.routing.Route;
import io.natskit.client.internal.session.Counters;
import io.natskit.client.internal.session.Session;
import io.natskit.client.internal.session.Tracing;
import io.natskit.wire.Nuid;
import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Requests, blocking and with futures: over the shared inbox, or each with its own. Any thread. */
final class Requests {
    private final Session session;
    private final Publisher publisher;
    private final Subscriptions subscriptions;
    private final Inbox inbox;
    private final RequestTable table;
    private final @Nullable ConnectionObserver observer;
    private final @Nullable Tracing tracing;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Route shared;

    Requests(Session session, Publisher publisher, Subscriptions subscriptions) {
        this.session = session;
        this.publisher = publisher;
        this.subscriptions = subscriptions;
        this.inbox = session.inbox();
        this.table = inbox.requests();
        this.observer = session.counters().observer();
        this.tracing = session.tracing();
    }

    /** What a request carries. */
    private record Cargo(String subject, @Nullable Headers headers, ByteBuffer payload) {
        Cargo with(@Nullable Headers others) {
            return new Cargo(subject, others, payload);
        }
    }

    Message request(String subject, byte[] payload, Duration timeout) {
        return blocking(new Cargo(subject, null, ByteBuffer.wrap(payload)), timeout);
    }

    Message request(OutgoingMessage message, Duration timeout) {
        return blocking(cargo(message), timeout);
    }

    CompletableFuture<Message> requestAsync(String subject, byte[] payload, Duration timeout) {
        return future(new Cargo(subject, null, ByteBuffer.wrap(payload)), timeout);
    }

    CompletableFuture<Message> requestAsync(OutgoingMessage message, Duration timeout) {
        return future(cargo(message), timeout);
    }

    private static Cargo cargo(OutgoingMessage message) {
        if (message.replyTo() != null) {
            throw new IllegalArgumentException(
                    "replyTo: \"" + message.replyTo() + "\" (expected: none in a request, which sets its own)");
        }
        return new Cargo(message.subject(), message.headers().isEmpty() ? null : message.headers(), message.payload());
    }

    private static void positive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
        }
    }

    /** Sends a request of a module on top; what is returned is run when it is over. */
    Runnable send(String subject, @Nullable Headers headers, ByteBuffer payload, PendingRequest request) {
        Cargo cargo = new Cargo(subject, headers, payload);
        Runnable forget = tracing == null
                ? send(cargo, request)
                : tracing.publishing(subject, headers, payload.remaining(), own -> send(cargo.with(own), request));
        session.requestClock().watch(request.deadlineNanos());
        return forget;
    }

    /** As {@link #send(String, Headers, ByteBuffer, PendingRequest)}, without a payload, and no tracer is told. */
    Runnable signal(String subject, Headers headers, PendingRequest request) {
        Runnable forget = send(new Cargo(subject, headers, ByteBuffer.allocate(0)), request);
        session.requestClock().watch(request.deadlineNanos());
        return forget;
    }

    private Message blocking(Cargo cargo, Duration timeout) {
        positive(timeout);
        Waiting.mayWait("request");
        long start = System.nanoTime();
        long deadline = start + timeout.toNanos();
        BlockingRequest request = new BlockingRequest(cargo.subject(), deadline);
        Watch watch = new Watch(cargo, start);
        Runnable forget = NOTHING;
        try {
            forget = send(watch.cargo(), request);
            Message reply = request.await(timeout, deadline, () -> table.remove(request));
            watch.ended(null);
            return reply;
        } catch (RuntimeException e) {
            watch.ended(e);
            throw e;
        } finally {
            forget.run();
        }
    }

    private CompletableFuture<Message> future(Cargo cargo, Duration timeout) {
        positive(timeout);
        long start = System.nanoTime();
        long deadline = start + timeout.toNanos();
        FutureRequest request = new FutureRequest(cargo.subject(), timeout, deadline, session.completions(), table);
        Watch watch = new Watch(cargo, start);
        Runnable forget;
        try {
            forget = send(watch.cargo(), request);
        } catch (NatsException e) {
            watch.ended(e);
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException e) {
            watch.ended(e);
            throw e;
        }
        session.requestClock().watch(deadline);
        if (forget != NOTHING || watch.isWanted()) {
            request.future().whenComplete((reply, error) -> {
                forget.run();
                watch.ended(error);
            });
        }
        return request.future();
    }

    private static final Runnable NOTHING = () -> {};

    /** Sends it; what is returned is run when the request is over. */
    private Runnable send(Cargo cargo, PendingRequest request) {
        byte[] reply;
        Runnable forget = NOTHING;
        long token = table.add(request);
        try {
            if (session.options().perRequestInbox()) {
                String own = subscriptions.newInbox();
                Route route = ownInbox(own, request);
                forget = forgetting(route);
                reply = own.getBytes(StandardCharsets.UTF_8);
            } else {
                useShared();
                reply = inbox.replySubject(token);
            }
            request.acceptedBefore(session.outbox().accepted());
            Haste haste = request.isOneOfMany() ? Haste.SOON : Haste.AT_ONCE;
            publisher.send(cargo.subject(), reply, cargo.headers(), cargo.payload(), haste);
            session.counters().requested();
            return forget;
        } catch (RuntimeException e) {
            table.remove(request);
            forget.run();
            throw e;
        }
    }

    private void useShared() {
        NatsException refused = inbox.refusal();
        if (refused != null) {
            throw refused.copy();
        }
        Route route = shared;
        if (route != null && route.end() == null) {
            return;
        }
        lock.lock();
        try {
            route = shared;
            if (route == null || route.end() != null) {
                shared = subscriptions.tapped(inbox.wildcard(), inbox);
            }
        } finally {
            lock.unlock();
        }
    }

    /** An inbox for one request alone. A refusal of it fails the request. */
    private Route ownInbox(String subject, PendingRequest request) {
        Route route = subscriptions.tapped(subject, (inboxRoute, range) -> answered(inboxRoute, range, request));
        route.ended().thenAccept(end -> {
            NatsException refused = end.error();
            if (refused != null && table.remove(request)) {
                request.fail(refused);
            }
        });
        return route;
    }

    private void answered(Route route, MsgRange range, PendingRequest request) {
        if (table.answered(request)) {
            Message message = route.message(range);
            if (Inbox.isNoResponders(range)) {
                request.noResponders(message);
            } else {
                request.reply(message);
            }
        }
    }

    private static Runnable forgetting(Route route) {
        return () -> route.finish(new SubscriptionEnd(SubscriptionEnd.Reason.UNSUBSCRIBED, null), true, true);
    }

    /** Where the replies to a request for many will come; the request is not sent yet. */
    ReplySource many(String subject, long deadlineNanos) {
        ManyRequest request =
                new ManyRequest(subject, deadlineNanos, table, session.options().limits(), session::replyDropped);
        long token = table.add(request);
        try {
            if (session.options().perRequestInbox()) {
                String own = subscriptions.newInbox();
                request.repliesTo(own, forgetting(ownInbox(own, request)));
            } else {
                useShared();
                request.repliesTo(new String(inbox.replySubject(token), StandardCharsets.UTF_8), NOTHING);
            }
        } catch (RuntimeException e) {
            table.remove(request);
            throw e;
        }
        session.requestClock().watch(deadlineNanos);
        return request;
    }

    /** Who is told how a request ends: the observer, the tracer, the flight recorder. */
    private final class Watch {
        private final Cargo cargo;
        private final long start;
        private final Tracing.@Nullable Sent sent;
        private final RequestFlight flight = RequestFlight.begun();

        Watch(Cargo cargo, long start) {
            this.start = start;
            this.sent = tracing == null
                    ? null
                    : tracing.requesting(
                            cargo.subject(), cargo.headers(), cargo.payload().remaining());
            this.cargo = sent == null ? cargo : cargo.with(sent.headers());
        }

        Cargo cargo() {
            return cargo;
        }

        boolean isWanted() {
            return observer != null || sent != null || flight.isEnabled();
        }

        void ended(@Nullable Throwable error) {
            ConnectionObserver told = observer;
            if (told != null) {
                long nanos = System.nanoTime() - start;
                Counters.guarded(() -> told.requestEnded(cargo.subject(), outcome(error), nanos));
            }
            if (sent != null) {
                sent.ended(error);
            }
            flight.ended(cargo.subject(), outcome(error));
        }
    }

    private static ConnectionObserver.RequestOutcome outcome(@Nullable Throwable failure) {
        Throwable error =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (error == null) {
            return ConnectionObserver.RequestOutcome.REPLIED;
        }
        if (error instanceof NoRespondersException) {
            return ConnectionObserver.RequestOutcome.NO_RESPONDERS;
        }
        if (error instanceof RequestTimeoutException) {
            return ConnectionObserver.RequestOutcome.TIMED_OUT;
        }
        return error instanceof java.util.concurrent.CancellationException
                ? ConnectionObserver.RequestOutcome.CANCELLED
                : ConnectionObserver.RequestOutcome.FAILED;
    }

    /** A fresh inbox subject. */
    static String newInbox(Session session) {
        return session.options().inboxPrefix() + Nuid.next();
    }
}
