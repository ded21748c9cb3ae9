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

    /** Runs it and gives what it printed. Ends the test where the CLI is not here, fails where the CLI does. */
    String run(String... words) {
        Optional<Path> program = Programs.find("NATS_CLI", "nats");
        Assumptions.assumeTrue(program.isPresent(), "the nats CLI is not here");
        List<String> command = new ArrayList<>(List.of(program.get().toString()));
        command.addAll(List.of(words));
        return program(command);
    }

    /** Runs another program in that home. */
    String program(List<String> command) {
        try {
            Path output = Files.createTempFile(home, "output", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(
                            Files.createTempFile(home, "input", ".txt").toFile()))
                    .redirectOutput(output.toFile());
            builder.environment().put("HOME", home.toString());
            builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
            builder.environment().put("XDG_DATA_HOME", home.resolve("data").toString());
            Process process = builder.start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            String printed = Files.readString(output);
            assertThat(ended && process.exitValue() == 0)
                    .as(command.get(1) + ": " + printed)
                    .isTrue();
            return printed;
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
