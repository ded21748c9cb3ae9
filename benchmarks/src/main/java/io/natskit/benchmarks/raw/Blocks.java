// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/**
 * Messages encoded once, in one direct buffer.
 *
 * @param bytes the buffer, position 0, limit at the end of the last message; users take a duplicate
 * @param messages how many whole messages it holds
 */
record Blocks(ByteBuffer bytes, int messages) {
    private static final int BLOCK_BYTES = 64 * 1024;

    /** About 64 KiB of equal messages, at least one. */
    static Blocks same(String subject, int payloadBytes) {
        byte[] message = publish(subject, "", payloadBytes);
        return of(Math.max(1, BLOCK_BYTES / message.length), index -> message);
    }

    /** As many messages as are asked for, each made by the function. */
    static Blocks of(int messages, IntFunction<byte[]> message) {
        int total = 0;
        for (int i = 0; i < messages; i++) {
            total += message.apply(i).length;
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(total);
        for (int i = 0; i < messages; i++) {
            bytes.put(message.apply(i));
        }
        return new Blocks(bytes.flip(), messages);
    }

    /** One {@code PUB} with a payload of {@code x}; {@code replyAndSpace} is empty or a reply subject and a space. */
    static byte[] publish(String subject, String replyAndSpace, int payloadBytes) {
        String head = "PUB " + subject + " " + replyAndSpace + payloadBytes + "\r\n";
        return (head + "x".repeat(payloadBytes) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** How long the {@code MSG} is that the server makes of such a message. */
    static int deliveredLength(String subject, String sid, String replyAndSpace, int payloadBytes) {
        return ("MSG " + subject + " " + sid + " " + replyAndSpace + payloadBytes + "\r\n").length() + payloadBytes + 2;
    }
}
