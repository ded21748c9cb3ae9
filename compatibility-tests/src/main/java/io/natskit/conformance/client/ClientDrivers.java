// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import io.natskit.conformance.target.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The client programs of this machine, and those that are missing, with reasons. {@code -Dnats.client.command} names a single one that takes
 *  the tasks of {@link ClientDriver.Task}.
 *
 *  @param present what can be judged
 *  @param missing names and reasons
 */
public record ClientDrivers(List<ClientDriver> present, List<Missing> missing) {
    /** A client that cannot be judged here.
     *
     *  @param name of the client
     *  @param reason what is missing
     */
    public record Missing(String name, String reason) {}

    /** Finds them. */
    public static ClientDrivers find() {
        String command = System.getProperty("nats.client.command", "");
        if (!command.isEmpty()) {
            return new ClientDrivers(
                    List.of(driver("command", List.of(command.strip().split("\\s+")))), List.of());
        }
        List<ClientDriver> present = new ArrayList<>(List.of(ours()));
        List<Missing> missing = new ArrayList<>();
        jnats().ifPresentOrElse(
                        line -> present.add(driver("jnats", line)),
                        () -> missing.add(
                                new Missing("jnats", "jnats-peer is not built; mvn -pl jnats-peer compile does it")));
        python(present, missing);
        NatsJs.program("natsjs_peer")
                .ifPresentOrElse(
                        line -> present.add(driver("nats.js", line)),
                        () -> missing.add(new Missing("nats.js", NatsJs.MISSING)));
        commandLine(present, missing);
        return new ClientDrivers(List.copyOf(present), List.copyOf(missing));
    }

    private static ClientDriver driver(String name, List<String> command) {
        return new ClientDriver(name, (url, task) -> {
            List<String> line = new ArrayList<>(command);
            line.addAll(task.line(url));
            return line;
        });
    }

    private static List<String> java(String classPath, String main) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath, main);
    }

    private static ClientDriver ours() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return driver("natskit", java(classPath, OurClient.class.getName()));
    }

    /** What starts jnats, if it is built. */
    public static Optional<List<String>> jnats() {
        Path target = Programs.root().resolve("jnats-peer/target");
        Path list = target.resolve("classpath");
        if (!Files.exists(list) || !Files.isDirectory(target.resolve("classes"))) {
            return Optional.empty();
        }
        try {
            String classPath =
                    target.resolve("classes") + ":" + Files.readString(list).strip();
            return Optional.of(java(classPath, "io.natskit.peer.jnats.Main"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void python(List<ClientDriver> present, List<Missing> missing) {
        Optional<Path> python = Programs.find("NATS_PY", "python");
        String version = python.map(p -> Programs.output(p.toString(), "-c", "import nats, nkeys; print('nats-py')"))
                .orElse("");
        if (!version.equals("nats-py")) {
            missing.add(new Missing(
                    "nats-py",
                    "no Python with nats-py and nkeys by NATS_PY, .peers or the PATH;"
                            + " compatibility-tests/bin/install-peers installs it"));
            return;
        }
        Path script = Programs.root().resolve("compatibility-tests/src/main/python/natspy_peer.py");
        present.add(driver("nats-py", List.of(python.get().toString(), script.toString())));
    }

    private static void commandLine(List<ClientDriver> present, List<Missing> missing) {
        Optional<Path> nats = Programs.find("NATS_CLI", "nats");
        if (nats.isEmpty()) {
            missing.add(
                    new Missing(
                            "nats CLI",
                            "neither NATS_CLI nor .peers nor the PATH has nats; compatibility-tests/bin/install-peers installs it"));
            return;
        }
        String program = nats.get().toString();
        present.add(new ClientDriver("nats CLI", (url, task) -> {
            List<String> line = new ArrayList<>(List.of(program, "--no-context", "--server", url, task.verb()));
            line.addAll(task.words());
            task.options().forEach((key, value) -> {
                if (!key.equals("timeout")) {
                    line.add("--" + key + "=" + value);
                }
            });
            return line;
        }));
    }
}
