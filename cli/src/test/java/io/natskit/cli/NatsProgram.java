// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The nats CLI, for tests that say the same to both: named by {@code NATS_CLI}, among the repository's peers, or on the PATH.
 *
 * @param program it
 * @param home its home folder
 * @param url the server
 */
public record NatsProgram(Path program, Path home, String url) {
    private static final long PATIENCE_SECONDS = 60;

    /** It, or the end of the test where it is not here. */
    public static NatsProgram at(String url, Path home) {
        Optional<Path> found = places().filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), "the nats CLI is not here");
        return new NatsProgram(found.orElseThrow(), home, url);
    }

    private static Stream<Path> places() {
        String named = System.getenv().getOrDefault("NATS_CLI", "");
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(
                        named.isEmpty() ? Stream.<Path>of() : Stream.of(Path.of(named)),
                        Stream.of(Path.of("../.peers/bin/nats"), Path.of(".peers/bin/nats")),
                        Stream.of(path.split(File.pathSeparator))
                                .filter(at -> !at.isEmpty())
                                .map(at -> Path.of(at, "nats")))
                .flatMap(all -> all)
                .map(Path::toAbsolutePath);
    }

    /** Runs it; its exit code, and what it printed on either stream. */
    public Ran run(String... words) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--server", url));
        command.addAll(List.of(words));
        try {
            Path output = Files.createTempFile(home, "nats", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Files.createTempFile(home, "input", ".txt").toFile())
                    .redirectOutput(output.toFile());
            builder.environment().put("HOME", home.toString());
            builder.environment().put("XDG_CONFIG_HOME", home.toString());
            Process process = builder.start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertThat(ended).as("the end of " + command).isTrue();
            return new Ran(process.exitValue(), Files.readString(output), "");
        } catch (IOException e) {
            throw new AssertionError(command + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
