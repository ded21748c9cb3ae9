// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.AsyncConnection;
import io.natskit.client.BatchHandler;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.ConnectionState;
import io.natskit.client.FlowConnection;
import io.natskit.client.ForceReconnect;
import io.natskit.client.Message;
import io.natskit.client.MessageHandler;
import io.natskit.client.MessageTracer;
import io.natskit.client.NotConnectedException;
import io.natskit.client.Options;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.Registration;
import io.natskit.client.Replies;
import io.natskit.client.RequestManyOptions;
import io.natskit.client.ServerInfo;
import io.natskit.client.ServerPool;
import io.natskit.client.Statistics;
import io.natskit.client.Subject;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import io.natskit.client.internal.flight.WaitFlight;
import io.natskit.client.internal.flow.FlowView;
import io.natskit.client.internal.gather.BlockingReplies;
import io.natskit.client.internal.outbox.Haste;
import io.natskit.client.internal.routing.ConnectionInternals;
import io.natskit.client.internal.routing.PayloadRoom;
import io.natskit.client.internal.routing.PendingRequest;
import io.natskit.client.internal.session.Session;
import io.natskit.client.internal.session.Tracing;
import io.natskit.client.internal.transport.IoLoop;
import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session as blocking callers see it. No state of its own. */
final class ConnectionView implements Connection, ConnectionInternals {
    private final Session session;
    private final Publisher publisher;
    private final Subscriptions subscriptions;
    private final Requests requests;
    private final AsyncView async;

    ConnectionView(Session session) {
        this.session = session;
        this.publisher = new Publisher(session);
        session.repliesBy(publisher::reply);
        this.subscriptions = new Subscriptions(session);
        this.requests = new Requests(session, publisher, subscriptions);
        this.async = new AsyncView(session, publisher, requests, this);
    }

    private static @Nullable Headers own(Headers headers) {
        return headers.isEmpty() ? null : headers;
    }

    @Override
    public void publish(String subject, byte[] payload) {
        publisher.publish(subject, null, null, payload, 0, payload.length);
    }

    @Override
    public void publish(String subject, byte[] payload, int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, payload.length);
        publisher.publish(subject, null, null, payload, offset, length);
    }

    @Override
    public void publish(String subject, ByteBuffer payload) {
        publisher.publish(subject, null, null, payload);
        payload.position(payload.limit());
    }

    @Override
    public void publish(String subject, String text) {
        publish(subject, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void publish(String subject, Headers headers, byte[] payload) {
        publisher.publish(subject, null, own(headers), payload, 0, payload.length);
    }

    @Override
    public void publish(Subject subject, byte[] payload) {
        publish(subject.toString(), payload);
    }

    @Override
    public void publish(Subject subject, byte[] payload, int offset, int length) {
        publish(subject.toString(), payload, offset, length);
    }

    @Override
    public void publish(Subject subject, ByteBuffer payload) {
        publish(subject.toString(), payload);
    }

    @Override
    public void publish(Subject subject, Headers headers, byte[] payload) {
        publish(subject.toString(), headers, payload);
    }

    @Override
    public void publish(OutgoingMessage message) {
        publisher.publish(message);
    }

    @Override
    public Message request(String subject, byte[] payload) {
        return requests.request(subject, payload, options().requestTimeout());
    }

    @Override
    public Message request(String subject, byte[] payload, Duration timeout) {
        return requests.request(subject, payload, timeout);
    }

    @Override
    public Message request(Subject subject, byte[] payload, Duration timeout) {
        return requests.request(subject.toString(), payload, timeout);
    }

    @Override
    public Message request(OutgoingMessage message) {
        return requests.request(message, options().requestTimeout());
    }

    @Override
    public Message request(OutgoingMessage message, Duration timeout) {
        return requests.request(message, timeout);
    }

    @Override
    public Replies requestMany(String subject, byte[] payload, Consumer<RequestManyOptions.Builder> spec) {
        return requestMany(OutgoingMessage.of(subject, payload), spec);
    }

    @Override
    public Replies requestMany(OutgoingMessage message, Consumer<RequestManyOptions.Builder> spec) {
        return BlockingReplies.request(this, requests::many, message, RequestManyOptions.of(spec));
    }

    @Override
    public Subscription subscribe(String subject) {
        return subscribe(subject, SubscribeOptions.defaults());
    }

    @Override
    public Subscription subscribe(String subject, SubscribeOptions how) {
        return subscriptions.pulled(subject, how);
    }

    @Override
    public Subscription subscribe(String subject, MessageHandler handler) {
        return subscribe(subject, SubscribeOptions.defaults(), handler);
    }

    @Override
    public Subscription subscribe(String subject, SubscribeOptions how, MessageHandler handler) {
        return subscriptions.handled(subject, how, handler);
    }

    @Override
    public Subscription subscribeBatches(String subject, SubscribeOptions how, BatchHandler handler) {
        return subscriptions.batched(subject, how, handler);
    }

    @Override
    public String newInbox() {
        return subscriptions.newInbox();
    }

    @Override
    public void flush() {
        flush(options().requestTimeout());
    }

    @Override
    public void flush(Duration timeout) {
        Waiting.mayWait("flush");
        WaitFlight flight = WaitFlight.begun();
        Waiting.get(session.ping(true), "flush", timeout);
        flight.ended("flush");
        session.counters().flushed();
    }

    @Override
    public void flushBuffer() {
        session.outbox().flushNow();
    }

    @Override
    public Duration rtt() {
        Waiting.mayWait("rtt");
        return Duration.ofNanos(
                Waiting.get(session.ping(false), "rtt", options().requestTimeout()));
    }

    @Override
    public boolean drain() {
        return drain(options().drainTimeout());
    }

    @Override
    public boolean drain(Duration timeout) {
        Waiting.mayWait("drain");
        boolean clean = Waiting.get(session.drain(timeout.toNanos()), "drain");
        session.endThreads();
        return clean;
    }

    @Override
    public void reconnect() {
        reconnect(ForceReconnect.defaults());
    }

    @Override
    public void reconnect(ForceReconnect how) {
        Waiting.mayWait("reconnect");
        Waiting.get(session.reconnect(how), "reconnect");
    }

    @Override
    public void close() {
        CompletableFuture<Void> gone = session.close(null);
        if (IoLoop.onIoThread()) {
            return;
        }
        boolean interrupted = false;
        while (!gone.isDone()) {
            try {
                gone.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        session.endThreads();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public ConnectionState state() {
        return session.states().now();
    }

    @Override
    public <S extends ConnectionState> S awaitState(Class<S> kind, Duration timeout) {
        return Waiting.get(session.states().when(kind), "awaitState " + kind.getSimpleName(), timeout);
    }

    @Override
    public ServerInfo serverInfo() {
        ServerInfo info = session.serverInfo();
        if (info == null) {
            throw new NotConnectedException(
                    "serverInfo: the connection is " + Session.words(state()) + ", and no server has been reached yet");
        }
        return info;
    }

    @Override
    public ServerPool serverPool() {
        return session.pool();
    }

    @Override
    public Statistics statistics() {
        return StatisticsSnapshot.of(session);
    }

    @Override
    public Registration onEvent(Consumer<? super ConnectionEvent> listener) {
        return session.onEvent(listener);
    }

    @Override
    public CompletableFuture<ConnectionState.Closed> closed() {
        return session.states().closed();
    }

    @Override
    public Options options() {
        return session.options();
    }

    @Override
    public AsyncConnection async() {
        return async;
    }

    @Override
    public FlowConnection flow() {
        return new FlowView(
                async,
                session.callbacks(),
                failure -> session.emit(new ConnectionEvent.HandlerFailed(Instant.now(), null, failure)),
                async::roomFor);
    }

    // ConnectionInternals

    @Override
    public Runnable request(String subject, @Nullable Headers headers, ByteBuffer payload, PendingRequest request) {
        return requests.send(subject, headers, payload, request);
    }

    @Override
    public Subscription subscribeInto(String subject, SubscribeOptions options, PayloadRoom room) {
        return subscriptions.pulled(subject, options, room);
    }

    @Override
    public void gather(String subject, byte[] reply, @Nullable Headers headers, ByteBuffer payload) {
        publisher.gather(subject, reply, headers, payload);
    }

    @Override
    public void flushGathered() {
        session.outbox().flushNow();
    }

    @Override
    public void publish(String subject, byte[] reply, @Nullable Headers headers, ByteBuffer payload) {
        publisher.publish(subject, reply, headers, payload);
    }

    @Override
    public void signal(String subject, byte[] reply) {
        publisher.send(subject, reply, null, ByteBuffer.allocate(0), Haste.AT_ONCE);
    }

    @Override
    public Runnable signal(String subject, Headers headers, PendingRequest request) {
        return requests.signal(subject, headers, request);
    }

    @Override
    public void taken(Message message) {
        Tracing tracing = session.tracing();
        if (tracing != null) {
            tracing.taken(message, 0);
        }
    }

    @Override
    public MessageTracer.Gathering gathering(String subject) {
        Tracing tracing = session.tracing();
        return tracing == null ? Tracing.NONE : tracing.gathering(subject);
    }

    @Override
    public boolean forget(PendingRequest request) {
        return session.inbox().requests().remove(request);
    }

    @Override
    public void complete(Runnable completion) {
        if (IoLoop.onIoThread()) {
            session.completions().gather(completion);
        } else {
            completion.run();
        }
    }

    @Override
    public Runnable after(long nanos, Runnable task) {
        AtomicReference<@Nullable Runnable> waiting = new AtomicReference<>(task);
        session.after(nanos, () -> {
            Runnable due = waiting.getAndSet(null);
            if (due != null) {
                due.run();
            }
        });
        return () -> waiting.set(null);
    }

    @Override
    public Executor callbacks() {
        return session.callbacks();
    }

    @Override
    public void failed(Throwable what) {
        session.emit(new ConnectionEvent.HandlerFailed(Instant.now(), null, what));
    }

    @Override
    public void mayWait(String operation) {
        Waiting.mayWait(operation);
    }

    @Override
    public <T extends @Nullable Object> T await(CompletableFuture<T> future, String operation) {
        return Waiting.get(future, operation);
    }

    @Override
    public boolean onIoThread() {
        return IoLoop.onIoThread();
    }

    @Override
    public String toString() {
        return "Connection[" + options().name().map(name -> name + ", ").orElse("") + Session.words(state()) + "]";
    }
}
