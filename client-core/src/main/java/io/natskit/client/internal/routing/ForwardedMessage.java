// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.routing;

import io.natskit.client.Message;
import io.natskit.client.Subscription;
import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A message as it came, for those who know more of it. As thread-safe as what is behind it. */
public abstract class ForwardedMessage implements Message {
    protected final Message message;

    /** Stands for {@code message}. */
    protected ForwardedMessage(Message message) {
        this.message = message;
    }

    @Override
    public String subject() {
        return message.subject();
    }

    @Override
    public @Nullable String replyTo() {
        return message.replyTo();
    }

    @Override
    public Headers headers() {
        return message.headers();
    }

    @Override
    public byte[] bytes() {
        return message.bytes();
    }

    @Override
    public ByteBuffer buffer() {
        return message.buffer();
    }

    @Override
    public String text() {
        return message.text();
    }

    @Override
    public int size() {
        return message.size();
    }

    @Override
    public boolean wantsReply() {
        return message.wantsReply();
    }

    @Override
    public Subscription subscription() {
        return message.subscription();
    }

    @Override
    public void reply(byte[] payload) {
        message.reply(payload);
    }

    @Override
    public void reply(String text) {
        message.reply(text);
    }

    @Override
    public void reply(Headers headers, byte[] payload) {
        message.reply(headers, payload);
    }

    @Override
    public String toString() {
        return message.toString();
    }
}
