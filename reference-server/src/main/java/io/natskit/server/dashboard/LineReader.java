// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.dashboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Takes what a server sends to a client apart: control lines, and messages, of which it keeps no more than their beginning. Confined to one thread; pure.
 */
final class LineReader {
    /** What is kept of the headers and of the payload of a message. */
    static final int KEPT_MAX = 1_024;

    private static final int LINE_MAX = 64 * 1_024;

    private final Events events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private final ByteArrayOutputStream headers = new ByteArrayOutputStream();
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private List<String> message = List.of();
    private long headerBytes;
    private long allBytes;
    private long taken;

    /** What was read. */
    interface Events {
        /** A line that is no message, without its end. */
        void line(String text);

        /** A message; {@code headers} and {@code payload} are beginnings. */
        void message(String subject, String reply, byte[] headers, byte[] payload, long payloadBytes);
    }

    LineReader(Events events) {
        this.events = events;
    }

    /** Takes all of {@code bytes}. Throws {@link IllegalStateException} if a server cannot have sent them. */
    void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (!message.isEmpty()) {
                body(b);
            } else if (b == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                line.reset();
                ended(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            } else if (line.size() == LINE_MAX) {
                throw new IllegalStateException("a line of more than " + LINE_MAX + " bytes");
            } else {
                line.write(b);
            }
        }
    }

    private void body(byte b) {
        if (taken < headerBytes) {
            keep(headers, b);
        } else if (taken < allBytes) {
            keep(payload, b);
        }
        taken++;
        if (taken == allBytes + 2) {
            List<String> head = message;
            message = List.of();
            boolean answered = head.size() == (headerBytes > 0 ? 6 : 5);
            events.message(
                    head.get(1),
                    answered ? head.get(3) : "",
                    headers.toByteArray(),
                    payload.toByteArray(),
                    allBytes - headerBytes);
        }
    }

    private static void keep(ByteArrayOutputStream part, byte b) {
        if (part.size() < KEPT_MAX) {
            part.write(b);
        }
    }

    /** {@code MSG subject sid [reply] bytes} and {@code HMSG subject sid [reply] header-bytes bytes}. */
    private void ended(String text) {
        boolean plain = text.startsWith("MSG ");
        if (!plain && !text.startsWith("HMSG ")) {
            events.line(text);
            return;
        }
        message = List.of(text.split(" ", -1));
        taken = 0;
        headers.reset();
        payload.reset();
        allBytes = Long.parseLong(message.get(message.size() - 1));
        headerBytes = plain ? 0 : Long.parseLong(message.get(message.size() - 2));
    }
}
