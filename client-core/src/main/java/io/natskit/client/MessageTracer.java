// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.headers.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Follows messages from those who publish them to those who handle them; set by {@link Options.Builder#tracer}. What it learns at one end goes to the
 * other in headers, as W3C's {@code traceparent} does. Without one, nothing is paid for it; with one, a message pays what the tracer costs.
 *
 * <p>Methods are called on the thread where the thing happens: a publishing caller's, the handler's, or the one that completes a future, right before. They must not wait, and must not use the
 * connection. What they throw is logged and otherwise ignored; the message goes its way without them. Requests for many replies are not followed. What they want to know of a message's payload they read while they run: the array of an object's chunk is used again afterwards.
 */
public interface MessageTracer {

    /** A message that somebody sends. */
    interface Sending {
        /** The headers that go with it: those that were given, and what the tracer adds. */
        Headers headers();

        /** It is in the outgoing buffer, or the request was answered; or it failed with {@code error}. Called once, perhaps on another thread. */
        void ended(@Nullable Throwable error);
    }

    /** A message that a handler works on. */
    @FunctionalInterface
    interface Handling {
        /** The handler returned, or threw {@code error}; on its thread. */
        void ended(@Nullable Throwable error);
    }

    /** Messages that a stream takes as one: an atomic batch or a fast ingest. */
    interface Gathering {
        /** One of them is sent next, on this thread, perhaps another one for each; what is returned is run there when it was. */
        Runnable sending();

        /** The stream acknowledged {@code messages}, or they were given up or failed with {@code error}. Called once, perhaps on another thread. */
        void ended(long messages, @Nullable Throwable error);
    }

    /** A message is published: a plain one, a reply, one of a batch, or one that a stream will acknowledge. {@code bytes} counts the payload. */
    Sending publishing(String subject, Headers headers, int bytes);

    /** A request is sent, and ends with its reply. {@code bytes} counts the payload. */
    Sending requesting(String subject, Headers headers, int bytes);

    /** A handler gets the message next, on this thread. Called for handlers of one message; those of batches take theirs. */
    Handling handling(Message message);

    /**
     * Somebody took the message: by {@code next}, {@code poll} or an iteration, by a fetch, in a batch or by a future. How long it is worked on only its receiver knows.
     * By default nothing is told.
     *
     * @param waitedNanos how long the caller, whose thread this is, had waited; 0 where nobody did, as for a future, on the thread that completes it
     */
    default void taken(Message message, long waitedNanos) {}

    /** An atomic batch or a fast ingest begins with a message to {@code subject}; each is told of by {@link #publishing} or {@link #requesting}, too. By default nothing is told. */
    default Gathering gathering(String subject) {
        return new Gathering() {
            @Override
            public Runnable sending() {
                return () -> {};
            }

            @Override
            public void ended(long messages, @Nullable Throwable error) {}
        };
    }
}
