// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import io.natskit.client.AsyncConnection;
import io.natskit.client.Connection;
import io.natskit.client.Dispatch;
import io.natskit.client.FlowConnection;
import io.natskit.client.FlowSink;
import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.RequestManyOptions;
import io.natskit.client.SubscribeOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The Flow view; keeps nothing but what it is a view of. */
public final class FlowView implements FlowConnection {

    private static final int WINDOW = 256;

    private final AsyncConnection connection;
    private final Executor executor;
    private final Consumer<Throwable> failures;
    private final Room room;

    /** Knows when the outgoing buffer takes a message. */
    public interface Room {
        /** Completes when {@code message} fits, which may be with the next server; at once where an offer will fail for good. */
        CompletableFuture<Void> of(OutgoingMessage message);
    }

    /**
     * A view of {@code connection}.
     *
     * @param executor where subscribers are signalled; must not run tasks on the thread that submits them while that reads the socket
     * @param failures is told what subscribers throw
     * @param room tells sinks when to publish
     */
    public FlowView(AsyncConnection connection, Executor executor, Consumer<Throwable> failures, Room room) {
        this.connection = connection;
        this.room = room;
        this.executor = executor;
        this.failures = failures;
    }

    @Override
    public Flow.Publisher<Message> subscribe(String subject) {
        return subscribe(subject, SubscribeOptions.defaults());
    }

    @Override
    public Flow.Publisher<Message> subscribe(String subject, SubscribeOptions options) {
        return publisher(() -> new SubscriptionPull(connection.subscribe(subject, options)), executorOf(options));
    }

    private Executor executorOf(SubscribeOptions options) {
        return options.dispatch()
                .filter(Dispatch.Serial.class::isInstance)
                .flatMap(d -> ((Dispatch.Serial) d).executor())
                .orElse(executor);
    }

    @Override
    public Flow.Publisher<Message> request(String subject, byte[] payload) {
        return publisher(() -> new RequestPull(() -> connection.request(subject, payload)), executor);
    }

    @Override
    public Flow.Publisher<Message> request(String subject, byte[] payload, Duration timeout) {
        return publisher(() -> new RequestPull(() -> connection.request(subject, payload, timeout)), executor);
    }

    @Override
    public Flow.Publisher<Message> request(OutgoingMessage message) {
        return publisher(() -> new RequestPull(() -> connection.request(message)), executor);
    }

    @Override
    public Flow.Publisher<Message> request(OutgoingMessage message, Duration timeout) {
        return publisher(() -> new RequestPull(() -> connection.request(message, timeout)), executor);
    }

    @Override
    public Flow.Publisher<Message> requestMany(
            String subject, byte[] payload, Consumer<RequestManyOptions.Builder> options) {
        return requestMany(OutgoingMessage.of(subject, payload), options);
    }

    @Override
    public Flow.Publisher<Message> requestMany(OutgoingMessage message, Consumer<RequestManyOptions.Builder> options) {
        return publisher(() -> new RepliesPull(connection.requestMany(message, options)), executor);
    }

    private Flow.Publisher<Message> publisher(Supplier<Pull<Message>> source, Executor where) {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber (rule 1.9)");
            new Delivery<>(subscriber, source, where, failures).start();
        };
    }

    @Override
    public FlowSink publisher(int window) {
        if (window <= 0) {
            throw new IllegalArgumentException("window: " + window + " (expected: > 0)");
        }
        return new PublishingSubscriber(connection, room, window);
    }

    @Override
    public FlowSink publisher() {
        return publisher(WINDOW);
    }

    @Override
    public Connection blocking() {
        return connection.blocking();
    }
}
