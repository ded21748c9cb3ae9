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
}
