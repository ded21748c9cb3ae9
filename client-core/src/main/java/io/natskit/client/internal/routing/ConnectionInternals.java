// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.routing;

import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.MessageTracer;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the modules on top of the client get of a connection beyond its public API: replies taken where they arrive, timers and threads that are there anyway. Each
 * {@link Connection} of this client is one. Any thread, unless a method says otherwise.
 */
public interface ConnectionInternals {

    /** The inside of {@code connection}; throws {@link IllegalArgumentException} for an implementation that is not this client's. */
    static ConnectionInternals of(Connection connection) {
        if (connection instanceof ConnectionInternals internals) {
            return internals;
        }
        throw new IllegalArgumentException(
                "connection: " + connection.getClass().getName() + " (expected: one that Nats.connect made)");
    }

    /**
     * Sends a request; {@code request} hears of its end once, on the I/O thread, unless {@link #forget} takes it back. Throws what a publish throws, and then the request
     * hears nothing.
     *
     * @param headers or null for none
     * @return to be run when the request has ended
     */
    Runnable request(String subject, @Nullable Headers headers, ByteBuffer payload, PendingRequest request);

    /** As {@link Connection#subscribe(String, SubscribeOptions)}, with payloads that go where {@code room} says. */
    Subscription subscribeInto(String subject, SubscribeOptions options, PayloadRoom room);

    /** Publishes with a reply subject as bytes, which is neither checked nor remembered: for reply subjects that are used once. Otherwise as {@link Connection#publish}. */
    void publish(String subject, byte[] reply, @Nullable Headers headers, ByteBuffer payload);

    /**
     * As {@link #publish(String, byte[], Headers, ByteBuffer)}, for one who sends many: messages wait until they fill a block, until others are written, or for
     * {@link #flushGathered}, which has to follow.
     */
    void gather(String subject, byte[] reply, @Nullable Headers headers, ByteBuffer payload);

    /** Writes what {@link #gather} has left, on the caller's thread; never waits. */
    void flushGathered();

    /** Publishes a message of the library's own, without headers and payload, which no tracer is told of. Otherwise as {@link #publish}. */
    void signal(String subject, byte[] reply);

    /** Sends a request of the library's own, without a payload, which no tracer is told of. Otherwise as {@link #request}. */
    Runnable signal(String subject, Headers headers, PendingRequest request);

    /** Tells the tracer, if there is one, that a message was taken which a gate held back; on the thread that hands it to the user. */
    void taken(Message message);

    /** What the tracer, if there is one, wants to know of a batch that begins with a message to {@code subject}; its methods throw nothing. */
    MessageTracer.Gathering gathering(String subject);

    /** Takes a request back; false when it is being ended already. */
    boolean forget(PendingRequest request);

    /** Completes a user's future: on the I/O thread together with all that this read completes, on any other thread at once; never on the I/O thread itself, unless users asked for that. */
    void complete(Runnable completion);

    /** Runs {@code task} on the I/O thread after {@code nanos}; it must not wait. What is returned takes it back. */
    Runnable after(long nanos, Runnable task);

    /** Where users' code runs. */
    Executor callbacks();

    /** Reports what a user's code threw. */
    void failed(Throwable what);

    /** Throws {@link IllegalStateException} on an I/O thread, which would wait for itself in {@code operation}. */
    void mayWait(String operation);

    /** Waits for a future whose own deadline ends it; an interrupt cancels it. Throws what it failed with, with the caller's stack. */
    <T extends @Nullable Object> T await(CompletableFuture<T> future, String operation);

    /** Whether this is a thread that reads. */
    boolean onIoThread();
}
