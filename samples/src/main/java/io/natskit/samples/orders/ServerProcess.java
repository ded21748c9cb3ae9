// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A server in a process of its own, that can be killed and started again on the same port and the same files. Its program is the one behind {@code bin/natskit-server}, with
 * this process' class or module path. Ends with this process, whatever ends that.
 */
final class ServerProcess implements AutoCloseable {

    private static final String PROGRAM = "io.natskit.server.program.Program";
    private static final String LISTENING = "Listening for client connections on ";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path folder;
    private final Thread end = new Thread(this::kill);
    private volatile Process process;
    private final int port;
    private int starts;

    private ServerProcess(Path folder) throws IOException {
        this.folder = folder;
        this.process = launch(-1);
        Runtime.getRuntime().addShutdownHook(end);
        this.port = awaitReady();
    }

    /** Starts one with file streams in a fresh folder; returns when it can be connected to. */
    static ServerProcess start() throws IOException {
        return new ServerProcess(Files.createTempDirectory("natskit-demo"));
    }

    String url() {
        return "nats://127.0.0.1:" + port;
    }

    long pid() {
        return process.pid();
    }

    /** Ends the process as a power cut would end it: it cannot write another byte. Returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts it again; returns when it can be connected to. */
    void startAgain() throws IOException {
        process = launch(port);
        awaitReady();
    }

    private Process launch(int onPort) throws IOException {
        starts++;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        String modules = System.getProperty("jdk.module.path");
        if (modules != null) {
            command.addAll(List.of("--module-path", modules, "--module", "io.natskit.server/" + PROGRAM));
        } else {
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), PROGRAM));
        }
        command.addAll(List.of("-a", "127.0.0.1", "-p", Integer.toString(onPort), "-js"));
        command.addAll(List.of("-sd", folder.resolve("store").toString()));
        File log = log().toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    private Path log() {
        return folder.resolve("server-" + starts + ".log");
    }

    private int awaitReady() throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            List<String> lines = Files.readAllLines(log());
            if (lines.stream().anyMatch(line -> line.endsWith("Server is ready"))) {
                String listening = lines.stream()
                        .filter(line -> line.contains(LISTENING))
                        .findFirst()
                        .orElseThrow();
                return Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1));
            }
            if (!process.isAlive()) {
                break;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        kill();
        throw new IOException("the server did not start: " + Files.readString(log()));
    }

    /** Ends it and removes its files. */
    @Override
    public void close() throws IOException {
        kill();
        Runtime.getRuntime().removeShutdownHook(end);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
