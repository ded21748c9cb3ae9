// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where things are and how much is measured. From system properties: {@code bench.rounds}, {@code bench.millis}, {@code bench.rows}
 * (comma-separated beginnings of row names; all without), {@code bench.root} (the project's folder), {@code bench.server} (a command
 * that starts ours).
 */
final class Setup {
    private final Path root =
            Path.of(System.getProperty("bench.root", ".")).toAbsolutePath().normalize();
    private final int rounds = Integer.getInteger("bench.rounds", 5);
    private final int millis = Integer.getInteger("bench.millis", 1000);
    private final String rows = System.getProperty("bench.rows", "");

    int rounds() {
        return rounds;
    }

    int millis() {
        return millis;
    }

    boolean wanted(String row) {
        if (rows.isBlank()) {
            return true;
        }
        for (String prefix : rows.split(",")) {
            if (row.equals(prefix)
                    || (prefix.endsWith("*") && row.startsWith(prefix.substring(0, prefix.length() - 1)))) {
                return true;
            }
        }
        return false;
    }

    Path root() {
        return root;
    }

    Path results() {
        return root.resolve("benchmarks/results");
    }

    Path dataFile(String row) {
        return results().resolve("data").resolve(row + ".tsv");
    }

    /** Our launcher. */
    Path launcher() {
        return root.resolve("reference-server/bin/natskit-server");
    }

    /** The command of our server, on a free port of the loopback address. */
    List<String> ours(String... more) {
        String command = System.getProperty("bench.server", launcher().toString());
        return command(List.of(command.split(" ")), more);
    }

    /** The command of nats-server, on a free port of the loopback address. */
    List<String> natsServer(String... more) {
        return command(List.of(binary("NATS_SERVER", "nats-server")), more);
    }

    private static List<String> command(List<String> program, String... more) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("-a", "127.0.0.1", "-p", "-1"));
        command.addAll(List.of(more));
        return command;
    }

    /** A program by the environment variable, else from the PATH. */
    static String binary(String variable, String name) {
        String given = System.getenv(variable);
        if (given != null && !given.isBlank()) {
            return given;
        }
        return onPath(name)
                .orElseThrow(() -> new IllegalStateException(name + " is neither in " + variable
                        + " nor on the PATH (expected: the program to compare with)"));
    }

    private static Optional<String> onPath(String name) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate.toString());
            }
        }
        return Optional.empty();
    }

    /** A JDK of the release: {@code JAVA17_HOME} and the like, else the running one if it is of that release. */
    static Optional<String> java(String release) {
        String home = System.getenv("JAVA" + release + "_HOME");
        if (home != null && Files.isExecutable(Path.of(home, "bin", "java"))) {
            return Optional.of(home);
        }
        boolean running = String.valueOf(Runtime.version().feature()).equals(release);
        return running ? Optional.of(System.getProperty("java.home")) : Optional.empty();
    }

    static String runningJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Our generator and our client, on the class path of this process. */
    static List<String> javaMain(Class<?> main, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(runningJava(), "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The incumbent client under the client loads. */
    List<String> jnats() {
        Path target = root.resolve("jnats-peer/target");
        try {
            String classPath = target.resolve("classes") + ":" + Files.readString(target.resolve("classpath"));
            return List.of(runningJava(), "-cp", classPath.trim(), "io.natskit.peer.jnats.Main", "loads");
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "the class path of jnats-peer is missing (expected: the module is built)", failure);
        }
    }

    /** A port that was free a moment ago, for what does not say by itself where it listens. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The file of a configuration in nats-server's language, which goes with this process. */
    static String configuration(String text) {
        try {
            Path file = Files.createTempFile("bench", ".conf");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text).toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A new folder for a server's store. */
    static Path store() {
        try {
            return Files.createTempDirectory("bench-store");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
