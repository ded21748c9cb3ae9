// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.message;

import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Terminal;
import io.natskit.client.Message;
import io.natskit.jetstream.StoredMessage;
import io.natskit.wire.headers.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/** Shows messages as the nats CLI does: a line about it, its headers, its payload. One line of JSON a message where that is asked for. */
public final class MessageView {
    /** How much of a message is shown. */
    public enum Part {
        /** All of it. */
        ALL,
        /** The payload alone. */
        RAW,
        /** No payload. */
        HEADERS,
        /** The subject alone. */
        SUBJECT
    }

    private final Terminal terminal;
    private final boolean json;
    private final Part part;
    private final Translation translation;

    /** A view on this terminal. */
    public MessageView(Terminal terminal, boolean json, Part part) {
        this(terminal, json, part, new Translation());
    }

    /** The same, with payloads translated. */
    public MessageView(Terminal terminal, boolean json, Part part, Translation translation) {
        this.terminal = terminal;
        this.json = json;
        this.part = part;
        this.translation = translation;
    }

    /** Shows a message that came; {@code about} is the line above it. */
    public void show(String about, Message message) {
        byte[] payload = payload(message.subject(), message.bytes());
        show(about, () -> MessageJson.of(message, payload), message.subject(), message.headers(), payload);
    }

    /** Shows a message that a stream keeps. */
    public void show(String about, StoredMessage message) {
        byte[] payload = payload(message.subject(), message.bytes());
        show(about, () -> MessageJson.of(message, payload), message.subject(), message.headers(), payload);
    }

    private byte[] payload(String subject, byte[] payload) {
        boolean shown = json || part == Part.RAW || part == Part.ALL;
        return shown ? translation.of(terminal, subject, payload) : payload;
    }

    private void show(String about, Supplier<byte[]> document, String subject, Headers headers, byte[] payload) {
        if (json) {
            JsonText.printLine(terminal, document.get());
            return;
        }
        switch (part) {
            case SUBJECT -> terminal.line(subject);
            case RAW -> terminal.raw(lineOf(payload));
            case HEADERS -> terminal.line(about + "\n" + text(headers));
            case ALL ->
                terminal.line(about + "\n" + text(headers) + new String(payload, StandardCharsets.UTF_8) + "\n");
        }
    }

    private static String text(Headers headers) {
        StringBuilder text = new StringBuilder();
        for (String name : headers.names()) {
            headers.all(name)
                    .forEach(value ->
                            text.append(name).append(": ").append(value).append('\n'));
        }
        return text.isEmpty() ? "" : text.append('\n').toString();
    }

    private static byte[] lineOf(byte[] payload) {
        byte[] line = Arrays.copyOf(payload, payload.length + 1);
        line[payload.length] = '\n';
        return line;
    }
}
