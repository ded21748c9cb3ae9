// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.client.AsyncConnection;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionState;
import io.natskit.client.ForceReconnect;
import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.RequestManyOptions;
import io.natskit.client.Subject;
import io.natskit.client.SubscribeOptions;
import io.natskit.reactive.ReactiveConnection;
import io.natskit.reactive.ReactiveSink;
import io.natskit.wire.headers.Headers;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;

/** A connection in the shapes of RxJava; each method means what its namesake in {@link AsyncConnection} says. All are cold: the operation begins when somebody subscribes, once for each. Disposing gives it up. No state of its own. */
public final class RxConnection {
    private final AsyncConnection async;

    private RxConnection(AsyncConnection async) {
        this.async = async;
    }

    /** A view of {@code connection}. */
    public static RxConnection of(Connection connection) {
        return new RxConnection(connection.async());
    }

    /** See {@link AsyncConnection#publish(String, byte[])}. */
    public Completable publish(String subject, byte[] payload) {
        return Futures.completable(() -> async.publish(subject, payload));
    }

    /** See {@link AsyncConnection#publish(String, byte[], int, int)}. */
    public Completable publish(String subject, byte[] payload, int offset, int length) {
        return Futures.completable(() -> async.publish(subject, payload, offset, length));
    }

    /** See {@link AsyncConnection#publish(String, ByteBuffer)}. */
    public Completable publish(String subject, ByteBuffer payload) {
        return Futures.completable(() -> async.publish(subject, payload));
    }

    /** See {@link AsyncConnection#publish(String, String)}. */
    public Completable publish(String subject, String text) {
        return Futures.completable(() -> async.publish(subject, text));
    }

    /** See {@link AsyncConnection#publish(String, Headers, byte[])}. */
    public Completable publish(String subject, Headers headers, byte[] payload) {
        return Futures.completable(() -> async.publish(subject, headers, payload));
    }

    /** See {@link AsyncConnection#publish(Subject, byte[])}. */
    public Completable publish(Subject subject, byte[] payload) {
        return Futures.completable(() -> async.publish(subject, payload));
    }

    /** See {@link AsyncConnection#publish(Subject, byte[], int, int)}. */
    public Completable publish(Subject subject, byte[] payload, int offset, int length) {
        return Futures.completable(() -> async.publish(subject, payload, offset, length));
    }

    /** See {@link AsyncConnection#publish(Subject, ByteBuffer)}. */
    public Completable publish(Subject subject, ByteBuffer payload) {
        return Futures.completable(() -> async.publish(subject, payload));
    }

    /** See {@link AsyncConnection#publish(Subject, Headers, byte[])}. */
    public Completable publish(Subject subject, Headers headers, byte[] payload) {
        return Futures.completable(() -> async.publish(subject, headers, payload));
    }

    /** See {@link AsyncConnection#publish(OutgoingMessage)}. */
    public Completable publish(OutgoingMessage message) {
        return Futures.completable(() -> async.publish(message));
    }

    /** See {@link AsyncConnection#writable()}. */
    public Completable writable() {
        return Futures.completable(() -> async.writable());
    }

    /** See {@link AsyncConnection#request(String, byte[])}. */
    public Single<Message> request(String subject, byte[] payload) {
        return Futures.single(() -> async.request(subject, payload));
    }

    /** See {@link AsyncConnection#request(String, byte[], Duration)}. */
    public Single<Message> request(String subject, byte[] payload, Duration timeout) {
        return Futures.single(() -> async.request(subject, payload, timeout));
    }

    /** See {@link AsyncConnection#request(Subject, byte[], Duration)}. */
    public Single<Message> request(Subject subject, byte[] payload, Duration timeout) {
        return Futures.single(() -> async.request(subject, payload, timeout));
    }

    /** See {@link AsyncConnection#request(OutgoingMessage)}. */
    public Single<Message> request(OutgoingMessage message) {
        return Futures.single(() -> async.request(message));
    }

    /** See {@link AsyncConnection#request(OutgoingMessage, Duration)}. */
    public Single<Message> request(OutgoingMessage message, Duration timeout) {
        return Futures.single(() -> async.request(message, timeout));
    }

    /** See {@link AsyncConnection#requestMany(String, byte[], Consumer)}. */
    public Flowable<Message> requestMany(String subject, byte[] payload, Consumer<RequestManyOptions.Builder> options) {
        return Flowable.fromPublisher(ReactiveConnection.of(async.blocking()).requestMany(subject, payload, options));
    }

    /** See {@link AsyncConnection#requestMany(OutgoingMessage, Consumer)}. */
    public Flowable<Message> requestMany(OutgoingMessage message, Consumer<RequestManyOptions.Builder> options) {
        return Flowable.fromPublisher(ReactiveConnection.of(async.blocking()).requestMany(message, options));
    }

    /** See {@link AsyncConnection#subscribe(String)}. */
    public Flowable<Message> subscribe(String subject) {
        return Flowable.fromPublisher(ReactiveConnection.of(async.blocking()).subscribe(subject));
    }

    /** See {@link AsyncConnection#subscribe(String, SubscribeOptions)}. */
    public Flowable<Message> subscribe(String subject, SubscribeOptions options) {
        return Flowable.fromPublisher(ReactiveConnection.of(async.blocking()).subscribe(subject, options));
    }

    /** See {@link AsyncConnection#flush()}. */
    public Completable flush() {
        return Futures.completable(() -> async.flush());
    }

    /** See {@link AsyncConnection#flush(Duration)}. */
    public Completable flush(Duration timeout) {
        return Futures.completable(() -> async.flush(timeout));
    }

    /** See {@link AsyncConnection#rtt()}. */
    public Single<Duration> rtt() {
        return Futures.single(() -> async.rtt());
    }

    /** See {@link AsyncConnection#drain()}. */
    public Single<Boolean> drain() {
        return Futures.single(() -> async.drain());
    }

    /** See {@link AsyncConnection#drain(Duration)}. */
    public Single<Boolean> drain(Duration timeout) {
        return Futures.single(() -> async.drain(timeout));
    }

    /** See {@link AsyncConnection#reconnect()}. */
    public Completable reconnect() {
        return Futures.completable(() -> async.reconnect());
    }

    /** See {@link AsyncConnection#reconnect(ForceReconnect)}. */
    public Completable reconnect(ForceReconnect how) {
        return Futures.completable(() -> async.reconnect(how));
    }

    /** See {@link AsyncConnection#close()}. */
    public Completable close() {
        return Futures.completable(() -> async.close());
    }

    /** See {@link AsyncConnection#awaitState(Class, Duration)}. */
    public <S extends ConnectionState> Single<S> awaitState(Class<S> kind, Duration timeout) {
        return Futures.single(() -> async.awaitState(kind, timeout));
    }

    /** Publishes all that {@code messages} gives, {@code window} asked for ahead; succeeds with their number when the server has confirmed them. See {@link io.natskit.client.FlowConnection#publisher(int)}. */
    public Single<Long> publishAll(Publisher<OutgoingMessage> messages, int window) {
        return Futures.single(() -> {
            ReactiveSink sink = ReactiveConnection.of(async.blocking()).publisher(window);
            messages.subscribe(sink);
            return sink.completion();
        });
    }

    /** The same, blocking. */
    public Connection blocking() {
        return async.blocking();
    }
}
