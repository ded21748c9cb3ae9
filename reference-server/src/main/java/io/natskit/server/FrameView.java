// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.protocol.PublishFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A message in a loop's array, for the time of one call. */
final class FrameView implements InterceptedMessage {
    private final ClientInfo client;
    private @Nullable PublishFrame frame;

    FrameView(ClientInfo client, PublishFrame frame) {
        this.client = client;
        this.frame = frame;
    }

    /** The call is over: the array belongs to the loop again. */
    void end() {
        frame = null;
    }

    private PublishFrame frame() {
        PublishFrame own = frame;
        if (own == null) {
            throw new IllegalStateException(
                    "a message may be looked at during the call alone; copy what is to be kept");
        }
        return own;
    }

    @Override
    public ClientInfo client() {
        return client;
    }

    @Override
    public String subject() {
        PublishFrame own = frame();
        boolean other = own.shownLength > 0;
        return new String(
                own.bytes,
                other ? own.shown : own.subject,
                other ? own.shownLength : own.subjectLength,
                StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable String reply() {
        PublishFrame own = frame();
        return own.replyLength == 0 ? null : new String(own.bytes, own.reply, own.replyLength, StandardCharsets.UTF_8);
    }

    @Override
    public ByteBuffer headers() {
        PublishFrame own = frame();
        return view(own, own.payload, Math.max(0, own.headerLength));
    }

    @Override
    public ByteBuffer payload() {
        PublishFrame own = frame();
        int header = Math.max(0, own.headerLength);
        return view(own, own.payload + header, own.size - header);
    }

    private static ByteBuffer view(PublishFrame own, int from, int length) {
        return ByteBuffer.wrap(own.bytes, from, length).slice().asReadOnlyBuffer();
    }

    @Override
    public byte[] toBytes() {
        return copy(payload());
    }

    @Override
    public byte[] headerBytes() {
        return copy(headers());
    }

    private static byte[] copy(ByteBuffer view) {
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return bytes;
    }
}
