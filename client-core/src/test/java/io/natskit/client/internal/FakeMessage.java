// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.Message;
import io.natskit.client.Subscription;
import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A message from nowhere, for tests of what is made of messages. */
public record FakeMessage(String subject, String text, Headers headers) implements Message {

    /** Without headers. */
    public static FakeMessage of(String text) {
        return new FakeMessage("fake", text, Headers.empty());
    }

    /** What a server sends when nobody listens. */
    public static FakeMessage noResponders() {
        byte[] status = "NATS/1.0 503\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        return new FakeMessage("fake", "", Headers.ofBytes(status, 0, status.length));
    }

    @Override
    public String replyTo() {
        return null;
    }

    @Override
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes()).asReadOnlyBuffer();
    }

    @Override
    public int size() {
        return bytes().length;
    }

    @Override
    public boolean wantsReply() {
        return false;
    }

    @Override
    public Subscription subscription() {
        throw new UnsupportedOperationException("a fake came through none");
    }

    @Override
    public void reply(byte[] payload) {
        throw new UnsupportedOperationException("a fake cannot be answered");
    }

    @Override
    public void reply(String reply) {
        throw new UnsupportedOperationException("a fake cannot be answered");
    }

    @Override
    public void reply(Headers replyHeaders, byte[] payload) {
        throw new UnsupportedOperationException("a fake cannot be answered");
    }
}
