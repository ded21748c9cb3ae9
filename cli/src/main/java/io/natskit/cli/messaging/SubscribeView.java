// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.messaging;

import io.natskit.cli.message.MessageView;
import io.natskit.cli.message.Translation;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.Terminal;
import io.natskit.client.Message;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Metadata;
import io.natskit.wire.subject.Subjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How {@code sub} shows what it receives: options that several ways of receiving share. */
final class SubscribeView {
    @Option(
            names = {"-r", "--raw"},
            description = "Payloads alone.")
    boolean raw;

    @Option(names = "--headers-only", description = "No payloads.")
    boolean headersOnly;

    @Option(names = "--subjects-only", description = "Subjects alone.")
    boolean subjectsOnly;

    @Option(
            names = {"-t", "--timestamp"},
            description = "With the time of the day.")
    boolean timestamp;

    @Option(
            names = {"-d", "--delta-time"},
            description = "With the time since the start.")
    boolean delta;

    @Option(
            names = {"-I", "--ignore-subject"},
            paramLabel = "SUBJECT",
            description = "Does not show these.")
    List<String> ignored = List.of();

    @Option(
            names = "--dump",
            paramLabel = "FOLDER",
            description = "Writes each payload to a file; - for standard output with NUL after each.")
    @Nullable
    String dump;

    @Mixin
    private Translation translation = new Translation();

    @Option(names = "--graph", description = "Draws the rate instead of messages.")
    boolean graph;

    @Option(names = "--report-subjects", description = "Counts messages by subject instead.")
    boolean reportSubjects;

    @Option(names = "--report-top", defaultValue = "10", description = "How many subjects are counted.")
    int reportTop = 10;

    private final long started = System.nanoTime();

    /** Whether what comes is counted and not shown. */
    boolean countsOnly() {
        return graph || reportSubjects;
    }

    boolean isIgnored(String subject) {
        return ignored.stream()
                .anyMatch(pattern -> Subjects.matches(
                        pattern.getBytes(StandardCharsets.UTF_8), subject.getBytes(StandardCharsets.UTF_8)));
    }

    /** Shows the message with this number. */
    void show(Terminal terminal, boolean json, long number, Message message) {
        if (dump != null) {
            write(terminal, dump, number, message.bytes());
            return;
        }
        MessageView.Part part = raw
                ? MessageView.Part.RAW
                : subjectsOnly
                        ? MessageView.Part.SUBJECT
                        : headersOnly ? MessageView.Part.HEADERS : MessageView.Part.ALL;
        new MessageView(terminal, json, part, translation).show(about(number, message), message);
    }

    private String about(long number, Message message) {
        StringBuilder line = new StringBuilder("[#" + number + "]");
        if (timestamp) {
            line.append(" @ ").append(Figures.clock(Instant.now()));
        }
        if (delta) {
            line.append(" @ ").append(Figures.duration(Duration.ofNanos(System.nanoTime() - started)));
        }
        if (message instanceof JetStreamMessage stored) {
            Metadata place = stored.metadata();
            return line.append(" Received JetStream message: stream: " + place.stream() + " seq "
                            + place.streamSequence() + " / subject: " + message.subject() + " / time: "
                            + Figures.time(place.time()))
                    .toString();
        }
        line.append(" Received on \"").append(message.subject()).append('"');
        return (message.wantsReply()
                        ? line.append(" with reply \"")
                                .append(message.replyTo())
                                .append('"')
                        : line)
                .toString();
    }

    private static void write(Terminal terminal, String folder, long number, byte[] payload) {
        if (folder.equals("-")) {
            terminal.raw(Arrays.copyOf(payload, payload.length + 1));
            return;
        }
        try {
            Path place = Files.createDirectories(Path.of(folder));
            Files.write(place.resolve(number + ".dump"), payload);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + folder + ": " + e.getMessage(), e);
        }
    }
}
