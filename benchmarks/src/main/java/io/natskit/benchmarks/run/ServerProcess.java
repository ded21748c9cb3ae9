// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server that was started for a measurement; {@link #close()} ends it. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening for client connections on \\S+:(\\d+)");
    private static final long START_LIMIT_SECONDS = 20;
    private static final long STOP_LIMIT_SECONDS = 60;

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts the command and returns when it says where it listens. */
    static ServerProcess start(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            CompletableFuture<Integer> port = new CompletableFuture<>();
            Thread log = new Thread(() -> follow(process, port), "server-log");
            log.setDaemon(true);
            log.start();
            return new ServerProcess(process, port.get(START_LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("server did not start: " + command, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static void follow(Process process, CompletableFuture<Integer> port) {
        StringBuilder seen = new StringBuilder();
        try (BufferedReader log =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.parseInt(listening.group(1)));
                } else if (!port.isDone()) {
                    seen.append(line).append('\n');
                } else if (line.contains("[ERR]") || line.contains("Slow Consumer") || line.contains("Exception")) {
                    System.err.println("server: " + line);
                }
            }
        } catch (IOException closed) {
            seen.append(closed);
        }
        port.completeExceptionally(new IllegalStateException("the server ended: " + seen));
    }

    int port() {
        return port;
    }

    String url() {
        return "nats://127.0.0.1:" + port;
    }

    long pid() {
        return process.pid();
    }

    /** Processor time of all threads that are alive, in nanoseconds. */
    long cpuNanos() {
        try (Stream<Path> tasks = Files.list(proc("task"))) {
            return tasks.mapToLong(ServerProcess::cpuOfTask).sum();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long cpuOfTask(Path task) {
        try {
            return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
        } catch (IOException ended) {
            return 0;
        }
    }

    /** A size of {@code /proc/PID/status} in bytes: {@code VmRSS} now, {@code VmHWM} at most. */
    long memoryBytes(String field) {
        try (Stream<String> lines = Files.lines(proc("status"))) {
            String line =
                    lines.filter(one -> one.startsWith(field + ":")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D+", "")) * 1024;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path proc(String name) {
        return Path.of("/proc", String.valueOf(process.pid()), name);
    }

    /** Ends it at once, where it would not heed {@link #close()}. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println(
                        "server: still there " + STOP_LIMIT_SECONDS + " s after it was asked to stop; killed");
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
