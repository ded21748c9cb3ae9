// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import org.jspecify.annotations.Nullable;

/**
 * Looks on at what passes through a server and may interfere: for tests, journals and faults on purpose. Called on the event loops, so it
 * must not block; calls for one client come one after another, calls for several at the same time. An exception thrown here is logged and
 * the message delivered. A server without an interceptor pays nothing for this.
 */
public interface Interceptor {
    /** A client published a message that it is allowed to publish. */
    default Verdict published(InterceptedMessage message) {
        return Verdict.deliver();
    }

    /** A message goes out to a subscription of {@code message.client()}. */
    default void delivered(InterceptedMessage message, String sid, @Nullable String queue) {}

    /** A client has logged in. */
    default void connected(ClientInfo client) {}

    /** A client that had logged in is gone; {@code reason} in the words of nats-server's monitoring. */
    default void disconnected(ClientInfo client, String reason) {}

    /** A subscription is there. */
    default void subscribed(ClientInfo client, String subject, @Nullable String queue, String sid) {}

    /** A subscription is gone: unsubscribed, used up, or left behind by a client that is gone. */
    default void unsubscribed(ClientInfo client, String subject, @Nullable String queue, String sid) {}

    /** A stream has taken a message in; its publisher is told once it is as safe as the stream promises. */
    default void stored(StreamedMessage message) {}

    /** A consumer has sent a message, for the {@code deliveries}-th time. Those of mirrors and sources, which no list shows, are left out. */
    default void consumed(StreamedMessage message, String consumer, long deliveries) {}

    /**
     * Somebody says what became of a message that its consumer waits for: {@code +ACK}, {@code +NXT} (done, and the next one is asked for), {@code -NAK} (send it again), {@code +WPI} (work
     * goes on) or {@code +TERM} (never send it again). {@code deliveries} is how often it had been sent by then.
     */
    default void acknowledged(StreamedMessage message, String consumer, String word, long deliveries) {}
}
