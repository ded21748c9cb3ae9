// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Interest in a subject, and the messages that came of it. It survives reconnects. Either a handler takes the messages, or whoever calls
 * {@link #next(Duration)}, {@link #poll()}, {@link #iterator()} or {@link #stream()}: those throw {@link IllegalStateException} when there is a handler.
 *
 * <p>Messages wait in a buffer bounded by number and bytes; past it {@link OverflowPolicy} decides, {@link #dropped()} counts, and a
 * {@link ConnectionEvent.SlowConsumer} is reported once per episode. Not for implementation by users; safe for use by many threads.
 */
public interface Subscription extends AutoCloseable, Iterable<Message> {

    /** The subject subscribed to, perhaps with wildcards. */
    String subject();

    /** The queue group, or null. */
    @Nullable
    String queueGroup();

    /** True until it has ended; messages may still wait in the buffer after that. */
    boolean isActive();

    /**
     * Takes the next message, waiting without limit.
     *
     * @throws SubscriptionEndedException when it ended and nothing is left, whatever the reason; {@link #ended()} knows it
     * @throws PermissionException when the server refused the subscription
     */
    Message next();

    /**
     * Takes the next message, waiting at most {@code timeout}; zero does not wait.
     *
     * @return empty when none came in time, or when the subscription ended well and nothing is left
     * @throws PermissionException when the server refused the subscription
     * @throws SlowConsumerException when {@link OverflowPolicy#END} ended it
     */
    Optional<Message> next(Duration timeout);

    /** Takes a message if one is there; never waits. */
    Optional<Message> poll();

    /** The messages as they come; {@code hasNext()} waits, and is false once the subscription has ended and nothing is left. */
    @Override
    Iterator<Message> iterator();

    /** The messages as they come, in order, lazily; closing the stream unsubscribes. */
    Stream<Message> stream();

    /**
     * Ends it after {@code messages} in total since it was made (at least 1), counted by the server (UNSUB with a number) and across reconnects. At once when
     * as many have come already.
     */
    void stopAfter(long messages);

    /** {@link #drain(Duration)} with {@link Options#drainTimeout()}. */
    boolean drain();

    /**
     * Ends it well: tells the server, then waits until what was buffered has been handled or taken.
     *
     * @return true when that was done within {@code timeout}; otherwise what was left is dropped and counted
     */
    boolean drain(Duration timeout);

    /** Ends it at once; what is buffered is discarded. Idempotent. */
    void unsubscribe();

    /** The same as {@link #unsubscribe()}. */
    @Override
    void close();

    /** Completes when it has ended and no message waits any more; never fails. Cancelling it changes nothing. */
    CompletableFuture<SubscriptionEnd> ended();

    /** Messages that wait in the buffer. */
    long pendingMessages();

    /** Bytes of the messages that wait in the buffer: subject, reply, headers, payload. */
    long pendingBytes();

    /** Messages given to the handler or taken, since it was made. */
    long delivered();

    /** Messages dropped because the buffer was full, since it was made. */
    long dropped();

    /** Sets the bounds of the buffer from now on; each at least 1, {@link Long#MAX_VALUE} for no bound. */
    void pendingLimits(long messagesMax, long bytesMax);

    /** The same subscription for callers that must not wait. */
    AsyncSubscription async();
}
