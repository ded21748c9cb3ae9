// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.headers.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Follows messages from those who publish them to those who handle them; set by {@link Options.Builder#tracer}. What it learns at one end goes to the
 * other in headers, as W3C's {@code traceparent} does. Without one, nothing is paid for it; with one, a message pays what the tracer costs.
 *
 * <p>Methods are called on the thread where the thing happens: a publishing caller, or the handler's. They must not wait, and must not use the
 * connection. What they throw is logged and otherwise ignored; the message goes its way without them. Requests for many replies and what is gathered into blocks
 * (fast ingest) are not followed.
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

    /** A message is published: a plain one, a reply, or one that a stream will acknowledge. {@code bytes} counts the payload. */
    Sending publishing(String subject, Headers headers, int bytes);

    /** A request is sent, and ends with its reply. {@code bytes} counts the payload. */
    Sending requesting(String subject, Headers headers, int bytes);

    /** A handler gets the message next, on this thread. Called for handlers of one message; batches, and messages that are taken, are their receiver's to tell. */
    Handling handling(Message message);
}
