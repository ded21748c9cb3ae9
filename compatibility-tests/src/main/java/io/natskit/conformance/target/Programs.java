// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds the programs that the suite works with: named by an environment variable, on the PATH, or in {@code .peers} at the root. */
public final class Programs {
    private Programs() {}

    /** The repository's root: the nearest folder upwards that holds {@code compatibility-tests}. */
    public static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isDirectory(at.resolve("compatibility-tests"))) {
            at = at.getParent();
        }
        return at == null ? Path.of("").toAbsolutePath() : at;
    }

    /** The program {@code name}, looked for by the environment's {@code variable}, then in {@code .peers}, then on the PATH. */
    public static Optional<Path> find(String variable, String name) {
        String named = System.getenv(variable);
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        Path peers = root().resolve(".peers");
        for (Path candidate : List.of(
                peers.resolve("bin").resolve(name), peers.resolve("venv/bin").resolve(name))) {
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, name);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Runs a command and gives what it wrote, standard error included; empty text when it cannot be run or does not end soon. */
    public static String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            byte[] bytes = process.getInputStream().readAllBytes();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
