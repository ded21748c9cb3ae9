// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A {@link Connection} for callers that must not wait. No method here blocks; every failure but a wrong argument comes through the future.
 *
 * <p>Futures are completed on the connection's callback executor ({@link ResourcesOptions#callbackExecutor()}), so that a dependent stage
 * that dawdles holds up no other reply; {@link Options#inlineCompletions()} saves that hop for stages that are known to be short. Cancelling a future
 * gives up the operation: nothing stays pending behind it. Each method means what its namesake in {@link Connection} says; a test compares the two.
 */
public interface AsyncConnection {

    /** Publishes; the future completes when the message is in the outgoing buffer, at once unless {@link BackPressure#block} has to wait for room. */
    CompletableFuture<Void> publish(String subject, byte[] payload);

    /** See {@link Connection#publish(String, byte[], int, int)}; the array is free for reuse when the future has completed. */
    CompletableFuture<Void> publish(String subject, byte[] payload, int offset, int length);

    /** See {@link Connection#publish(String, ByteBuffer)}; the buffer is free for reuse when the future has completed. */
    CompletableFuture<Void> publish(String subject, ByteBuffer payload);

    /** See {@link Connection#publish(String, String)}. */
    CompletableFuture<Void> publish(String subject, String text);

    /** See {@link Connection#publish(String, Headers, byte[])}. */
    CompletableFuture<Void> publish(String subject, Headers headers, byte[] payload);

    /** See {@link Connection#publish(Subject, byte[])}. */
    CompletableFuture<Void> publish(Subject subject, byte[] payload);

    /** See {@link Connection#publish(Subject, byte[], int, int)}. */
    CompletableFuture<Void> publish(Subject subject, byte[] payload, int offset, int length);

    /** See {@link Connection#publish(Subject, ByteBuffer)}. */
    CompletableFuture<Void> publish(Subject subject, ByteBuffer payload);

    /** See {@link Connection#publish(Subject, Headers, byte[])}. */
    CompletableFuture<Void> publish(Subject subject, Headers headers, byte[] payload);

    /** See {@link Connection#publish(OutgoingMessage)}. */
    CompletableFuture<Void> publish(OutgoingMessage message);

    /** Completes as soon as the outgoing buffer is below its low mark: the moment to go on after a {@link BackPressureException}. */
    CompletableFuture<Void> writable();

    /** See {@link Connection#request(String, byte[])}. */
    CompletableFuture<Message> request(String subject, byte[] payload);

    /** See {@link Connection#request(String, byte[], Duration)}. */
    CompletableFuture<Message> request(String subject, byte[] payload, Duration timeout);

    /** See {@link Connection#request(Subject, byte[], Duration)}. */
    CompletableFuture<Message> request(Subject subject, byte[] payload, Duration timeout);

    /** See {@link Connection#request(OutgoingMessage)}. */
    CompletableFuture<Message> request(OutgoingMessage message);

    /** See {@link Connection#request(OutgoingMessage, Duration)}. */
    CompletableFuture<Message> request(OutgoingMessage message, Duration timeout);

    /** See {@link Connection#requestMany(String, byte[], Consumer)}. */
    AsyncReplies requestMany(String subject, byte[] payload, Consumer<RequestManyOptions.Builder> options);

    /** See {@link Connection#requestMany(OutgoingMessage, Consumer)}. */
    AsyncReplies requestMany(OutgoingMessage message, Consumer<RequestManyOptions.Builder> options);

    /** See {@link Connection#subscribe(String)}. */
    AsyncSubscription subscribe(String subject);

    /** See {@link Connection#subscribe(String, SubscribeOptions)}. */
    AsyncSubscription subscribe(String subject, SubscribeOptions options);

    /** See {@link Connection#subscribe(String, MessageHandler)}. */
    AsyncSubscription subscribe(String subject, MessageHandler handler);

    /** See {@link Connection#subscribe(String, SubscribeOptions, MessageHandler)}. */
    AsyncSubscription subscribe(String subject, SubscribeOptions options, MessageHandler handler);

    /** See {@link Connection#subscribeBatches(String, SubscribeOptions, BatchHandler)}. */
    AsyncSubscription subscribeBatches(String subject, SubscribeOptions options, BatchHandler handler);

    /** See {@link Connection#flush()}. */
    CompletableFuture<Void> flush();

    /** See {@link Connection#flush(Duration)}. */
    CompletableFuture<Void> flush(Duration timeout);

    /** See {@link Connection#rtt()}. */
    CompletableFuture<Duration> rtt();

    /** See {@link Connection#drain()}. */
    CompletableFuture<Boolean> drain();

    /** See {@link Connection#drain(Duration)}. */
    CompletableFuture<Boolean> drain(Duration timeout);

    /** See {@link Connection#reconnect()}. */
    CompletableFuture<Void> reconnect();

    /** See {@link Connection#reconnect(ForceReconnect)}. */
    CompletableFuture<Void> reconnect(ForceReconnect how);

    /** Closes; the future completes when the last thread and socket of the connection are gone. See {@link Connection#close()}. */
    CompletableFuture<Void> close();

    /** See {@link Connection#awaitState(Class, Duration)}. */
    <S extends ConnectionState> CompletableFuture<S> awaitState(Class<S> kind, Duration timeout);

    /** The same connection, blocking; its accessors (state, statistics, events, ...) never block and are not repeated here. */
    Connection blocking();
}
