// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.messaging;

import io.natskit.cli.action.HeaderLines;
import io.natskit.cli.message.Template;
import io.natskit.cli.terminal.Terminal;
import io.natskit.wire.headers.Headers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is to be sent, and where to: an argument, or what comes on standard input, at once or line by line. */
final class Body {
    @Parameters(index = "0", paramLabel = "SUBJECT", description = "Where to.")
    String subject = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "BODY",
            description = "The body; without one, standard input.")
    @Nullable
    String body;

    @Option(names = "--force-stdin", description = "Read standard input even where there is a body.")
    boolean forceStdin;

    @Option(
            names = "--send-on",
            paramLabel = "WHEN",
            defaultValue = "eof",
            description = "Send standard input at its end (eof) or by line (newline).")
    String sendOn = "eof";

    @Option(
            names = "--templates",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Functions in braces, on by default.")
    boolean templates = true;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "K:V",
            description = "Adds a header, many times over.")
    List<String> headers = List.of();

    /** The bodies to send, {@code count} times each. */
    void each(Terminal terminal, long count, BiConsumer<Long, byte[]> send) {
        String text = body;
        if (text != null && !forceStdin) {
            Template template = Template.of(text, templates);
            for (long i = 1; i <= count; i++) {
                send.accept(i, template.render(i).getBytes(StandardCharsets.UTF_8));
            }
        } else if (sendOn.equals("newline")) {
            lines(terminal, send);
        } else if (sendOn.equals("eof")) {
            byte[] all = terminal.readAll();
            for (long i = 1; i <= count; i++) {
                send.accept(i, all);
            }
        } else {
            throw new IllegalArgumentException("--send-on: \"" + sendOn + "\" (expected: eof or newline)");
        }
    }

    private static void lines(Terminal terminal, BiConsumer<Long, byte[]> send) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
        try {
            String line = reader.readLine();
            for (long i = 1; line != null; i++) {
                send.accept(i, line.getBytes(StandardCharsets.UTF_8));
                line = reader.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read standard input: " + e.getMessage(), e);
        }
    }

    /** The headers. */
    Headers headers() {
        return HeaderLines.parse(headers);
    }
}
