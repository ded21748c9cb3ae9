// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message as it arrived. Immutable but for its array, which belongs to the receiver; each subscription that a message reaches has one of its own.
 * Subject, reply subject and headers are turned from bytes into objects when first asked for. Not for implementation by users.
 */
public interface Message {

    /** The subject it was published to; literal, even where the subscription has wildcards. */
    String subject();

    /** The subject on which the sender waits for a reply, or null when it asked for none. */
    @Nullable
    String replyTo();

    /** The headers; {@link Headers#empty()} when there are none. Their status code is that of the first line, 0 when it has none. */
    Headers headers();

    /** The payload: the message's own array, not a copy. */
    byte[] bytes();

    /** The payload as a read-only buffer, without a copy. */
    ByteBuffer buffer();

    /** The payload as UTF-8; malformed bytes become U+FFFD. */
    String text();

    /** The payload's length in bytes, without headers. */
    int size();

    /** True when {@link #replyTo()} is there. */
    boolean wantsReply();

    /** The subscription that it came through; for a reply to {@link Connection#request}, the one that all requests share. */
    Subscription subscription();

    /**
     * Publishes a reply to {@link #replyTo()}.
     *
     * @throws IllegalStateException when the sender wants none; otherwise as {@link Connection#publish(String, byte[])}
     */
    void reply(byte[] payload);

    /** Publishes a reply in UTF-8; see {@link #reply(byte[])}. */
    void reply(String text);

    /** Publishes a reply with headers; see {@link #reply(byte[])}. */
    void reply(Headers headers, byte[] payload);
}
