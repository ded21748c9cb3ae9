// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The message that goes out next, in the form that it goes out in: its reply subject, and its header block where that is not the stored one. The arrays
 * are used again for each message. Confined to the consumer's loop.
 */
final class Outgoing {
    private static final byte[] NOTHING = {};
    private static final byte[] VERSION = "NATS/1.0\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIZE = "Nats-Msg-Size: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PIN = "Nats-Pin-Id: ".getBytes(StandardCharsets.US_ASCII);

    private final Surroundings around;
    private final AckReply ackReply;
    private final byte[] reply;
    private final StoredMessage probe = new StoredMessage();
    private boolean headersOnly;
    private int replyLength;

    // the header block, where it is not the stored one
    private byte[] header = new byte[256];
    private int headerLength;
    private boolean ownHeader;
    private int size;

    Outgoing(Surroundings around, AckReply ackReply, boolean headersOnly) {
        this.around = around;
        this.ackReply = ackReply;
        this.headersOnly = headersOnly;
        this.reply = new byte[ackReply.maxLength()];
    }

    void headersOnly(boolean only) {
        headersOnly = only;
    }

    /** Whether a message is in the stream. */
    boolean exists(long sequence) {
        return around.messages().read(sequence, probe);
    }

    /** Makes a message ready; the store must not be used before it is sent. */
    void prepare(StoredMessage message, int deliveries, long consumerSequence, long pendingCount) {
        replyLength = ackReply.write(
                reply, 0, deliveries, message.sequence(), consumerSequence, message.timestampNanos(), pendingCount);
        ownHeader = false;
        if (headersOnly) {
            addHeader(
                    message, SIZE, Integer.toString(message.payload().length()).getBytes(StandardCharsets.US_ASCII));
        }
        measure(message);
    }

    /** Adds the header that names the pinned client; null is none, and the header is there and empty. */
    void addPin(StoredMessage message, @Nullable String id) {
        addHeader(message, PIN, id == null ? NOTHING : id.getBytes(StandardCharsets.US_ASCII));
        measure(message);
    }

    private void measure(StoredMessage message) {
        size = message.subject().length()
                + replyLength
                + (ownHeader ? headerLength : message.headers().length())
                + (headersOnly ? 0 : message.payload().length());
    }

    /** What the message counts: subject, reply, headers and payload. */
    int size() {
        return size;
    }

    /** Sends the message; answers how many got it. */
    int send(byte[] target, StoredMessage message) {
        return around.deliver(
                target,
                message.subject(),
                reply,
                replyLength,
                ownHeader ? header : message.headers().array(),
                ownHeader ? 0 : message.headers().offset(),
                ownHeader ? headerLength : message.headers().length(),
                message.payload().array(),
                message.payload().offset(),
                headersOnly ? 0 : message.payload().length());
    }

    /** Puts one more line at the end of the header block. */
    private void addHeader(StoredMessage message, byte[] name, byte[] value) {
        if (!ownHeader) {
            ownHeader = true;
            if (message.headers().isEmpty()) {
                headerLength = 0;
                append(VERSION, 0, VERSION.length);
            } else {
                headerLength = 0;
                append(
                        message.headers().array(),
                        message.headers().offset(),
                        message.headers().length() - 2);
            }
        } else {
            headerLength -= 2;
        }
        append(name, 0, name.length);
        append(value, 0, value.length);
        byte[] end = {'\r', '\n', '\r', '\n'};
        append(end, 0, end.length);
    }

    private void append(byte[] bytes, int offset, int length) {
        if (header.length - headerLength < length) {
            header = Arrays.copyOf(header, Math.max(2 * header.length, headerLength + length));
        }
        System.arraycopy(bytes, offset, header, headerLength, length);
        headerLength += length;
    }
}
