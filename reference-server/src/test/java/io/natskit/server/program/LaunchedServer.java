// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server process that the launcher started, with what it wrote in files. Ended by its process id when it is closed. */
final class LaunchedServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final List<String> USUAL_SIGNALS = usualSignals();

    private final Process process;
    private final Path out;
    private final Path err;

    private LaunchedServer(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * What to start a program with so that it does not inherit an ignored INT, as the background jobs of a shell do, a build's among
     * them; nothing where env cannot (it execs, so the process id stays).
     */
    private static List<String> usualSignals() {
        List<String> prefix = List.of("env", "--default-signal=INT,HUP");
        try {
            Process trial = new ProcessBuilder(prefix.get(0), prefix.get(1), "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return trial.waitFor() == 0 ? prefix : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** The launcher of this module. */
    static Path launcher() {
        Path launcher = Path.of(System.getProperty("basedir", ""), "bin", "natskit-server")
                .toAbsolutePath();
        assertThat(launcher).isExecutable();
        assertThat(launcher.resolveSibling("../target/natskit-server.jar"))
                .as("made by mvn package")
                .exists();
        return launcher;
    }

    static LaunchedServer start(Path folder, Map<String, String> environment, Object launcher, String... args)
            throws IOException {
        List<String> command = new ArrayList<>(USUAL_SIGNALS);
        command.add(launcher.toString());
        command.addAll(List.of(args));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        return new LaunchedServer(builder.start(), out, err);
    }

    long pid() {
        return process.pid();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LaunchedServer awaitReady() {
        await().atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server ended with " + process.exitValue() + ": " + err());
            }
            return err().contains("Server is ready");
        });
        return this;
    }

    /** The port that its log names. */
    int port() {
        String line = err().lines()
                .filter(one -> one.contains("Listening for client connections on "))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Sends a signal by its name. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        assertThat(kill.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Says something to the server and gives back what it answers up to a PONG, or to the end. */
    String talk(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            StringBuilder heard = new StringBuilder();
            int c = socket.getInputStream().read();
            while (c >= 0) {
                heard.append((char) c);
                if (heard.toString().endsWith("PONG\r\n")) {
                    break;
                }
                c = socket.getInputStream().read();
            }
            return heard.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
