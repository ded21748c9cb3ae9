// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A connection to a NATS system, in its blocking shape: the primary one, at home on virtual threads. {@link #async()} and {@link #flow()}
 * are views of the same connection: same socket, same subscriptions, same statistics.
 *
 * <p>Made by {@link io.natskit.Nats#connect(String)}; not for implementation by users. Safe for use by many threads. It survives the loss of its
 * server: it reconnects as its {@link ReconnectOptions} say, subscribes again, and sends what was published meanwhile.
 *
 * <p><b>Waiting.</b> Methods that wait restore the interrupt flag and throw {@link InterruptedWaitException} when interrupted, leave nothing
 * pending behind, and throw {@link IllegalStateException} when called on a thread that reads the socket (it would wait for itself).
 *
 * <p><b>Errors.</b> All methods but the accessors throw {@link ConnectionClosedException} on a closed connection, and
 * {@link IllegalArgumentException} for a subject that the {@link SubjectCheck} refuses.
 *
 * <p>Source: ADR-40 (client connection), ADR-4 (headers), ADR-6 (subjects), ADR-47 (request many).
 */
public interface Connection extends AutoCloseable {

    // publishing: encodes on the caller's thread; arrays and buffers are free for reuse when the call returns

    /**
     * Publishes a message. Returns when the message is in the connection's outgoing buffer; it is sent at once if nobody else is writing.
     * {@link #flush(Duration)} confirms that the server has it.
     *
     * @param subject where to; no wildcards
     * @param payload the body, copied before the call returns; may be empty
     * @throws PayloadTooLargeException when headers and payload exceed the server's {@code max_payload}
     * @throws BackPressureException when the outgoing buffer is full, as {@link BackPressure} says
     * @throws NotConnectedException while disconnected, when {@link BufferOptions#offlineBytes()} is 0
     */
    void publish(String subject, byte[] payload);

    /** Publishes {@code length} bytes of {@code payload} from {@code offset}; otherwise as {@link #publish(String, byte[])}. */
    void publish(String subject, byte[] payload, int offset, int length);

    /** Publishes the remaining bytes of {@code payload} and leaves its position at its limit; otherwise as {@link #publish(String, byte[])}. */
    void publish(String subject, ByteBuffer payload);

    /** Publishes {@code text} in UTF-8; otherwise as {@link #publish(String, byte[])}. */
    void publish(String subject, String text);

    /** Publishes a message with headers (ADR-4); otherwise as {@link #publish(String, byte[])}. */
    void publish(String subject, Headers headers, byte[] payload);

    /** Publishes to a prepared subject, which is neither checked nor encoded again; otherwise as {@link #publish(String, byte[])}. */
    void publish(Subject subject, byte[] payload);

    /** Publishes part of an array to a prepared subject; see {@link #publish(String, byte[], int, int)}. */
    void publish(Subject subject, byte[] payload, int offset, int length);

    /** Publishes a buffer's remaining bytes to a prepared subject; see {@link #publish(String, ByteBuffer)}. */
    void publish(Subject subject, ByteBuffer payload);

    /** Publishes a message with headers to a prepared subject; see {@link #publish(String, Headers, byte[])}. */
    void publish(Subject subject, Headers headers, byte[] payload);

    /** Publishes a message with whatever it carries: reply subject, headers, payload; otherwise as {@link #publish(String, byte[])}. */
    void publish(OutgoingMessage message);

    // requests

    /**
     * Sends a request and waits for its reply, at most {@link Options#requestTimeout()}. All requests of a connection share one inbox subscription.
     *
     * @return the first reply; later ones are counted in {@link Statistics#orphanReplies()}
     * @throws NoRespondersException at once, when nobody listens on the subject (status 503)
     * @throws RequestTimeoutException when no reply came in time
     * @throws PermissionException when the server refused the publish
     * @throws InDoubtException when the connection broke after the request was written and before the reply came
     */
    Message request(String subject, byte[] payload);

    /** Sends a request and waits at most {@code timeout} (more than zero); otherwise as {@link #request(String, byte[])}. */
    Message request(String subject, byte[] payload, Duration timeout);

    /** Sends a request to a prepared subject and waits at most {@code timeout}; otherwise as {@link #request(String, byte[])}. */
    Message request(Subject subject, byte[] payload, Duration timeout);

    /** Sends a request with headers, waiting at most {@link Options#requestTimeout()}; the message must not carry a reply subject of its own. */
    Message request(OutgoingMessage message);

    /** Sends a request with headers and waits at most {@code timeout}; otherwise as {@link #request(OutgoingMessage)}. */
    Message request(OutgoingMessage message, Duration timeout);

    /** Sends one request and gathers many replies, until one of the {@link RequestManyOptions} ends it (ADR-47). */
    Replies requestMany(String subject, byte[] payload, Consumer<RequestManyOptions.Builder> options);

    /** Sends one request with headers and gathers many replies; otherwise as {@link #requestMany(String, byte[], Consumer)}. */
    Replies requestMany(OutgoingMessage message, Consumer<RequestManyOptions.Builder> options);

    // subscribing: the SUB is on its way when the call returns; flush() confirms that the server has it

    /**
     * Subscribes; messages wait in the subscription until {@link Subscription#next(Duration)} takes them.
     *
     * @param subject may hold wildcards: {@code *} for one token, {@code >} for the rest
     */
    Subscription subscribe(String subject);

    /** Subscribes with options (queue group, limits, ...); messages wait in the subscription until taken. */
    Subscription subscribe(String subject, SubscribeOptions options);

    /** Subscribes with a handler, dispatched as {@link Options#dispatch()} says. */
    Subscription subscribe(String subject, MessageHandler handler);

    /** Subscribes with options and a handler, dispatched as {@link SubscribeOptions#dispatch()} says. */
    Subscription subscribe(String subject, SubscribeOptions options, MessageHandler handler);

    /** Subscribes with a handler that takes all messages that have come since its last call at once; one call at a time. */
    Subscription subscribeBatches(String subject, SubscribeOptions options, BatchHandler handler);

    /** A fresh, unguessable inbox subject under {@link Options#inboxPrefix()}. */
    String newInbox();

    // life of the connection

    /** {@link #flush(Duration)} with {@link Options#requestTimeout()}. */
    void flush();

    /**
     * Waits until the server has taken everything that was published and subscribed before this call (PING and PONG). Any number of flushes may run at once.
     *
     * @throws OperationTimeoutException when that took longer than {@code timeout}
     * @throws InDoubtException when the connection broke meanwhile: what was sent may or may not have arrived
     */
    void flush(Duration timeout);

    /** Hands what is buffered to the operating system as far as it takes it, without waiting. Rarely needed: nothing is held back when idle. */
    void flushBuffer();

    /** The time of a round trip to the server and back; waits at most {@link Options#requestTimeout()}. */
    Duration rtt();

    /** {@link #drain(Duration)} with {@link Options#drainTimeout()}. */
    boolean drain();

    /**
     * Ends well: unsubscribes all, lets handlers and waiting readers finish what was buffered, refuses new publishes, flushes, closes.
     *
     * @return true when all was delivered and flushed in time; false when {@code timeout} cut it short. The connection is closed in either case
     */
    boolean drain(Duration timeout);

    /** Drops the server and connects anew, to any server of the pool; subscriptions and unsent messages are kept. Waits until connected. */
    void reconnect();

    /** Drops the server and connects anew as {@code how} says; otherwise as {@link #reconnect()}. */
    void reconnect(ForceReconnect how);

    /** Closes at once: pending requests fail with {@link ConnectionClosedException}, subscriptions end, no thread is left. Idempotent. */
    @Override
    void close();

    /** The state now. */
    ConnectionState state();

    /**
     * Waits for a kind of state, such as {@code ConnectionState.Connected.class}; returns at once when it is so already.
     *
     * @throws OperationTimeoutException when {@code timeout} passed before
     * @throws ConnectionClosedException when the connection closed, unless that was waited for
     */
    <S extends ConnectionState> S awaitState(Class<S> kind, Duration timeout);

    /** What the server last said of itself; throws {@link NotConnectedException} when no server has been reached yet. */
    ServerInfo serverInfo();

    /** The servers this connection may use; can be replaced at run time. */
    ServerPool serverPool();

    /** Counters since the connection was made; a snapshot. */
    Statistics statistics();

    /** Adds a listener for events, called one at a time on a thread of its own that no message waits for; its exceptions are logged. */
    Registration onEvent(Consumer<? super ConnectionEvent> listener);

    /** Completes when the connection is closed, with the last state. Cancelling it changes nothing. */
    CompletableFuture<ConnectionState.Closed> closed();

    /** The options this connection was made with. */
    Options options();

    /** This connection for callers that must not wait: {@link CompletableFuture}s. */
    AsyncConnection async();

    /** This connection for streams with demand: {@link java.util.concurrent.Flow}. */
    FlowConnection flow();
}
