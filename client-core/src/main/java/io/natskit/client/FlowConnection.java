// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * A {@link Connection} for streams with demand. Publishers are cold: each subscriber gets a NATS subscription or request of its own, made when it
 * subscribes and ended when it cancels. They obey the Reactive Streams rules; the TCK for Flow says so.
 *
 * <p><b>Demand.</b> {@code request(n)} is credit: no more than n messages are taken out of the subscription's buffer. Core NATS cannot slow a
 * publisher down, so what arrives beyond the demand waits in that buffer, within {@link SubscribeOptions#pendingMessagesMax()} and
 * {@link SubscribeOptions#pendingBytesMax()}; past them {@link OverflowPolicy} decides, and what is dropped is counted and reported.
 *
 * <p><b>Threads.</b> {@code onNext} runs one call at a time on the connection's callback executor, or on the executor of
 * {@link SubscribeOptions#dispatch()} when that is serial with one. A subscriber that throws is cancelled and reported, and harms nobody else.
 */
public interface FlowConnection {

    /** The messages of a subject, unending until the connection closes ({@code onComplete}) or the server refuses ({@code onError}). */
    Flow.Publisher<Message> subscribe(String subject);

    /** The messages of a subject with options; completes after {@link SubscribeOptions#maxMessages()}. */
    Flow.Publisher<Message> subscribe(String subject, SubscribeOptions options);

    /** A request, sent for each subscriber when it first asks; one reply, then complete. Waits at most {@link Options#requestTimeout()}. */
    Flow.Publisher<Message> request(String subject, byte[] payload);

    /** A request with a timeout of its own; see {@link #request(String, byte[])}. */
    Flow.Publisher<Message> request(String subject, byte[] payload, Duration timeout);

    /** A request with headers; see {@link #request(String, byte[])}. */
    Flow.Publisher<Message> request(OutgoingMessage message);

    /** A request with headers and a timeout of its own; see {@link #request(String, byte[])}. */
    Flow.Publisher<Message> request(OutgoingMessage message, Duration timeout);

    /** One request, many replies, as a stream that completes when one of the options ends it; see {@link Connection#requestMany}. */
    Flow.Publisher<Message> requestMany(String subject, byte[] payload, Consumer<RequestManyOptions.Builder> options);

    /** One request with headers, many replies; see {@link #requestMany(String, byte[], Consumer)}. */
    Flow.Publisher<Message> requestMany(OutgoingMessage message, Consumer<RequestManyOptions.Builder> options);

    /**
     * A subscriber that publishes what it is given. It asks for {@code window} messages ahead (more than zero) and for more only as the outgoing
     * buffer has room, whatever the {@link BackPressure} policy: a slow network slows the source. Use it for one stream.
     */
    FlowSink publisher(int window);

    /** {@link #publisher(int)} with a window of 256. */
    FlowSink publisher();

    /** The same connection, blocking. */
    Connection blocking();
}
