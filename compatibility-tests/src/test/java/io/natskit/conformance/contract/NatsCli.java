// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The nats CLI with a home folder of its own, in which it keeps operators, accounts and users. */
record NatsCli(Path home) {
    private static final long PATIENCE_SECONDS = 60;

    /** How it ended, and what it printed on either stream. */
    record Outcome(int exitCode, String printed) {}

    /** Runs it and gives what it printed. Ends the test where the CLI is not here, fails where the CLI does. */
    String run(String... words) {
        return program(command(List.of(words)));
    }

    /** Runs it to its end, whatever that is; fails where it does not come. Ends the test where the CLI is not here. */
    Outcome outcome(List<String> words) {
        return ended(command(words));
    }

    /** Starts it, for as long as the caller wants; what it prints goes to {@code output}. */
    Process start(List<String> words, Path output) {
        try {
            return started(command(words), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs another program in that home. */
    String program(List<String> command) {
        Outcome outcome = ended(command);
        assertThat(outcome.exitCode())
                .as(command.get(1) + ": " + outcome.printed())
                .isZero();
        return outcome.printed();
    }

    private static List<String> command(List<String> words) {
        Optional<Path> program = Programs.find("NATS_CLI", "nats");
        Assumptions.assumeTrue(program.isPresent(), "the nats CLI is not here");
        List<String> command = new ArrayList<>(List.of(program.get().toString()));
        command.addAll(words);
        return command;
    }

    private Process started(List<String> command, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(
                        Files.createTempFile(home, "input", ".txt").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
        builder.environment().put("XDG_DATA_HOME", home.resolve("data").toString());
        return builder.start();
    }

    private Outcome ended(List<String> command) {
        try {
            Path output = Files.createTempFile(home, "output", ".txt");
            Process process = started(command, output);
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            String printed = Files.readString(output);
            assertThat(ended).as("the end of " + command + ": " + printed).isTrue();
            return new Outcome(process.exitValue(), printed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The content of the file of that name, wherever it is. */
    String file(String name) {
        try (Stream<Path> files = Files.walk(home)) {
            Path found = files.filter(one -> one.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + name));
            return Files.readString(found, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
