// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.AsyncConnection;
import io.natskit.client.AsyncReplies;
import io.natskit.client.AsyncSubscription;
import io.natskit.client.BatchHandler;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionState;
import io.natskit.client.ForceReconnect;
import io.natskit.client.Message;
import io.natskit.client.MessageHandler;
import io.natskit.client.NatsException;
import io.natskit.client.OperationTimeoutException;
import io.natskit.client.Options;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.RequestManyOptions;
import io.natskit.client.Subject;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.internal.gather.FutureReplies;
import io.natskit.client.internal.session.Session;
import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A session as callers see it who must not wait. No state of its own. */
final class AsyncView implements AsyncConnection {
    private final Session session;
    private final Publisher publisher;
    private final WaitingPublishes publishes;
    private final Requests requests;
    private final ConnectionView blocking;

    AsyncView(Session session, Publisher publisher, Requests requests, ConnectionView blocking) {
        this.session = session;
        this.publisher = publisher;
        this.publishes = new WaitingPublishes(session, publisher);
        this.requests = requests;
        this.blocking = blocking;
    }

    private Options options() {
        return session.options();
    }

    /** A user's future for one that is completed on the I/O thread; cancelling it cancels that one. */
    static <T> CompletableFuture<T> hopped(Session session, CompletableFuture<T> inner) {
        CompletableFuture<T> outer = new CompletableFuture<>();
        inner.whenComplete((value, error) -> session.completions().run(() -> {
            if (error == null) {
                outer.complete(value);
            } else {
                outer.completeExceptionally(error);
            }
        }));
        return SubscriptionView.linked(outer, inner);
    }

    private <T> CompletableFuture<T> timed(CompletableFuture<T> inner, String operation, Duration timeout) {
        if (!inner.isDone()) {
            session.after(
                    timeout.toNanos(),
                    () -> inner.completeExceptionally(new OperationTimeoutException(operation, timeout)));
        }
        return hopped(session, inner);
    }

    @Override
    public CompletableFuture<Void> publish(String subject, byte[] payload) {
        return publish(OutgoingMessage.of(subject, payload));
    }

    @Override
    public CompletableFuture<Void> publish(String subject, byte[] payload, int offset, int length) {
        return publish(
                OutgoingMessage.to(subject).payload(payload, offset, length).build());
    }

    @Override
    public CompletableFuture<Void> publish(String subject, ByteBuffer payload) {
        CompletableFuture<Void> done =
                publish(OutgoingMessage.to(subject).payload(payload).build());
        payload.position(payload.limit());
        return done;
    }

    @Override
    public CompletableFuture<Void> publish(String subject, String text) {
        return publish(subject, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CompletableFuture<Void> publish(String subject, Headers headers, byte[] payload) {
        return publish(
                OutgoingMessage.to(subject).headers(headers).payload(payload).build());
    }

    @Override
    public CompletableFuture<Void> publish(Subject subject, byte[] payload) {
        return publish(OutgoingMessage.to(subject).payload(payload).build());
    }

    @Override
    public CompletableFuture<Void> publish(Subject subject, byte[] payload, int offset, int length) {
        return publish(
                OutgoingMessage.to(subject).payload(payload, offset, length).build());
    }

    @Override
    public CompletableFuture<Void> publish(Subject subject, ByteBuffer payload) {
        return publish(subject.toString(), payload);
    }

    @Override
    public CompletableFuture<Void> publish(Subject subject, Headers headers, byte[] payload) {
        return publish(
                OutgoingMessage.to(subject).headers(headers).payload(payload).build());
    }

    @Override
    public CompletableFuture<Void> publish(OutgoingMessage message) {
        try {
            return publishes.publish(publisher.parcel(message));
        } catch (NatsException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Void> writable() {
        return room(0);
    }

    /** Completes when {@code message} fits into the outgoing buffer, or is refused whenever it is offered. */
    CompletableFuture<Void> roomFor(OutgoingMessage message) {
        return room(Publisher.bytesMax(message));
    }

    private CompletableFuture<Void> room(int bytes) {
        CompletableFuture<Void> inner = new CompletableFuture<>();
        session.outbox().whenRoom(bytes, () -> inner.complete(null));
        return inner.isDone() ? inner : hopped(session, inner);
    }

    @Override
    public CompletableFuture<Message> request(String subject, byte[] payload) {
        return requests.requestAsync(subject, payload, options().requestTimeout());
    }

    @Override
    public CompletableFuture<Message> request(String subject, byte[] payload, Duration timeout) {
        return requests.requestAsync(subject, payload, timeout);
    }

    @Override
    public CompletableFuture<Message> request(Subject subject, byte[] payload, Duration timeout) {
        return requests.requestAsync(subject.toString(), payload, timeout);
    }

    @Override
    public CompletableFuture<Message> request(OutgoingMessage message) {
        return requests.requestAsync(message, options().requestTimeout());
    }

    @Override
    public CompletableFuture<Message> request(OutgoingMessage message, Duration timeout) {
        return requests.requestAsync(message, timeout);
    }

    @Override
    public AsyncReplies requestMany(String subject, byte[] payload, Consumer<RequestManyOptions.Builder> spec) {
        return requestMany(OutgoingMessage.of(subject, payload), spec);
    }

    @Override
    public AsyncReplies requestMany(OutgoingMessage message, Consumer<RequestManyOptions.Builder> spec) {
        return FutureReplies.request(
                this, requests::many, message, RequestManyOptions.of(spec), session.callbacks(), session::after);
    }

    @Override
    public AsyncSubscription subscribe(String subject) {
        return blocking.subscribe(subject).async();
    }

    @Override
    public AsyncSubscription subscribe(String subject, SubscribeOptions how) {
        return blocking.subscribe(subject, how).async();
    }

    @Override
    public AsyncSubscription subscribe(String subject, MessageHandler handler) {
        return blocking.subscribe(subject, handler).async();
    }

    @Override
    public AsyncSubscription subscribe(String subject, SubscribeOptions how, MessageHandler handler) {
        return blocking.subscribe(subject, how, handler).async();
    }

    @Override
    public AsyncSubscription subscribeBatches(String subject, SubscribeOptions how, BatchHandler handler) {
        return blocking.subscribeBatches(subject, how, handler).async();
    }

    @Override
    public CompletableFuture<Void> flush() {
        return flush(options().requestTimeout());
    }

    @Override
    public CompletableFuture<Void> flush(Duration timeout) {
        return timed(session.ping(true), "flush", timeout)
                .thenAccept(nanos -> session.counters().flushed());
    }

    @Override
    public CompletableFuture<Duration> rtt() {
        return timed(session.ping(false), "rtt", options().requestTimeout()).thenApply(Duration::ofNanos);
    }

    @Override
    public CompletableFuture<Boolean> drain() {
        return drain(options().drainTimeout());
    }

    @Override
    public CompletableFuture<Boolean> drain(Duration timeout) {
        return hopped(session, session.drain(timeout.toNanos()));
    }

    @Override
    public CompletableFuture<Void> reconnect() {
        return reconnect(ForceReconnect.defaults());
    }

    @Override
    public CompletableFuture<Void> reconnect(ForceReconnect how) {
        return hopped(session, session.reconnect(how));
    }

    @Override
    public CompletableFuture<Void> close() {
        CompletableFuture<Void> gone = session.close(null);
        if (!session.ownsThreads()) {
            return hopped(session, gone);
        }
        CompletableFuture<Void> threadless = new CompletableFuture<>();
        // the last thread cannot wait for itself: one outside sees it off
        Thread witness = new Thread(
                () -> {
                    gone.join();
                    session.endThreads();
                    threadless.complete(null);
                },
                "natskit-close");
        witness.setDaemon(true);
        witness.start();
        return threadless;
    }

    @Override
    public <S extends ConnectionState> CompletableFuture<S> awaitState(Class<S> kind, Duration timeout) {
        return timed(session.states().when(kind), "awaitState " + kind.getSimpleName(), timeout);
    }

    @Override
    public Connection blocking() {
        return blocking;
    }
}
