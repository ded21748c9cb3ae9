// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Publishes over a bare socket with one buffer that is built once, so that a receiver's allocation can be measured without a
 * publishing client beside it.
 */
final class RawPublisher {
    private static final int MESSAGES_IN_BLOCK = 100;

    private RawPublisher() {}

    static void publish(String url, String subject, byte[] payload, int messages) {
        URI server = URI.create(url);
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            InputStream in = socket.getInputStream();
            socket.getOutputStream().write(ascii("CONNECT {\"verbose\":false}\r\n"));
            byte[] block = block(subject, payload);
            for (int sent = 0; sent < messages; sent += MESSAGES_IN_BLOCK) {
                socket.getOutputStream().write(block);
            }
            socket.getOutputStream().write(ascii("PING\r\n"));
            awaitPong(in);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] block(String subject, byte[] payload) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        byte[] head = ascii("PUB " + subject + " " + payload.length + "\r\n");
        byte[] end = ascii("\r\n");
        for (int i = 0; i < MESSAGES_IN_BLOCK; i++) {
            block.writeBytes(head);
            block.writeBytes(payload);
            block.writeBytes(end);
        }
        return block.toByteArray();
    }

    private static void awaitPong(InputStream in) throws IOException {
        byte[] buffer = new byte[4096];
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf("PONG\r\n") < 0) {
            int read = in.read(buffer);
            if (read < 0) {
                throw new IOException("the server closed after: " + seen);
            }
            seen.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
