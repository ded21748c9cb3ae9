// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.mqtt;

import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of {@code mosquitto_pub} or {@code mosquitto_sub}, looked for by {@code MOSQUITTO_PUB} and {@code MOSQUITTO_SUB}, in {@code .peers} and on the PATH. */
final class Mosquitto implements AutoCloseable {
    private static final String READY = "ready";

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader = new Thread(this::read, "mosquitto");

    private Mosquitto(Path program, int port, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "-h", "127.0.0.1", "-p", Integer.toString(port), "-V", "311", "-d"));
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader.setDaemon(true);
        reader.start();
    }

    static Optional<Path> publisher() {
        return Programs.find("MOSQUITTO_PUB", "mosquitto_pub");
    }

    static Optional<Path> subscriber() {
        return Programs.find("MOSQUITTO_SUB", "mosquitto_sub");
    }

    /** Publishes, and waits for the end; answers its exit code. */
    static int publish(int port, String... arguments) {
        try (Mosquitto run = new Mosquitto(publisher().orElseThrow(), port, arguments)) {
            return run.exit();
        }
    }

    /** Subscribes. */
    static Mosquitto subscribe(int port, String... arguments) {
        return new Mosquitto(subscriber().orElseThrow(), port, arguments);
    }

    /** Subscribes, and waits until that is so: it writes nothing before its first message, so there is a retained one for that. */
    static Mosquitto listen(int port, String... arguments) {
        publish(port, "-t", READY, "-q", "1", "-r", "-m", READY);
        List<String> more = new ArrayList<>(List.of("-t", READY));
        more.addAll(List.of(arguments));
        Mosquitto run = subscribe(port, more.toArray(String[]::new));
        await().atMost(Device.PATIENCE).until(() -> run.lines.stream().anyMatch(Mosquitto::isReady));
        return run;
    }

    private static boolean isReady(String line) {
        return !isDebug(line) && line.endsWith(READY);
    }

    private static boolean isDebug(String line) {
        return line.startsWith("Client ") || line.startsWith("Subscribed ");
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // it was ended
        }
    }

    /** What came: what it writes between the lines that tell of its packets. */
    List<String> heard() {
        return said().toList();
    }

    private Stream<String> said() {
        return lines.stream().filter(line -> !isDebug(line) && !isReady(line));
    }

    /** Waits until so many messages have come. */
    List<String> heard(int count) {
        await().atMost(Device.PATIENCE).until(() -> said().count() >= count);
        return heard();
    }

    /** Waits for its end and all that it wrote; answers its exit code. */
    int exit() {
        try {
            if (!process.waitFor(Device.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("it goes on; it wrote " + lines);
            }
            reader.join(Device.PATIENCE.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it at once: no goodbye. */
    @Override
    public void close() {
        process.destroyForcibly();
        exit();
    }
}
