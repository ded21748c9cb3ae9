// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running server process and what it wrote. Its output is kept by two daemon threads; all else is the caller's. */
public final class ServerProgram implements RunningServer {
    private static final Duration START = Duration.ofSeconds(20);
    private static final String RELOADED = "Reloaded server configuration";
    private static final String REFUSED = "Failed to reload server configuration: ";
    private static final Pattern LISTENING = Pattern.compile("Listening for client connections on (\\S+):(\\d+)");

    private final Process process;
    private final Path folder;
    private final boolean ownsFolder;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> errors = new ArrayList<>();
    private final List<String> output = new ArrayList<>();
    private final List<Thread> readers;
    private int port = -1;

    ServerProgram(Process process, Path folder, boolean ownsFolder) {
        this.process = process;
        this.ownsFolder = ownsFolder;
        this.folder = folder;
        this.readers = List.of(
                reader("errors", process.errorReader(StandardCharsets.UTF_8), errors),
                reader("output", process.inputReader(StandardCharsets.UTF_8), output));
        readers.forEach(Thread::start);
    }

    private Thread reader(String what, BufferedReader from, List<String> to) {
        Thread thread = new Thread(() -> copy(from, to), "server-" + process.pid() + "-" + what);
        thread.setDaemon(true);
        return thread;
    }

    private void copy(BufferedReader from, List<String> to) {
        try (from) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                add(to, line);
            }
        } catch (IOException e) {
            add(to, "(" + e + ")");
        }
    }

    private void add(List<String> to, String line) {
        lock.lock();
        try {
            to.add(line);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it says that it is ready. */
    public void awaitReady() {
        awaitLog(lines -> lines.contains("Server is ready"), START);
        Matcher m = LISTENING.matcher(log());
        if (!m.find()) {
            close();
            throw new IllegalStateException("no line \"Listening for client connections on …\" in:\n" + log());
        }
        port = Integer.parseInt(m.group(2));
    }

    /** Waits until the log on standard error looks as asked. */
    public void awaitLog(Predicate<String> asked, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!asked.test(String.join("\n", errors))) {
                boolean over = !process.isAlive() && readers.stream().noneMatch(Thread::isAlive);
                left = changed.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50))) > 0 || left <= 0
                        ? left
                        : left - TimeUnit.MILLISECONDS.toNanos(50);
                if (over || left <= 0) {
                    throw new IllegalStateException(
                            (over ? "it ended" : "it did not come in " + patience.toMillis() + " ms") + "; the log:\n"
                                    + String.join("\n", errors));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return port;
    }

    /** What it wrote on standard error. */
    @Override
    public String log() {
        return text(errors);
    }

    /** Writes the file that {@link ProgramTarget#start} made, and sends the signal. */
    @Override
    public String reload(String config) {
        try {
            Files.writeString(
                    folder.resolve(ProgramTarget.CONFIG),
                    config.replace("${store}", folder.resolve("store").toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int before = log().length();
        signal("HUP");
        awaitLog(log -> !answer(log, before).isEmpty(), START);
        String answer = answer(log(), before);
        int why = answer.indexOf(REFUSED);
        return why < 0 ? "" : answer.substring(why + REFUSED.length());
    }

    private static String answer(String log, int from) {
        return log.substring(Math.min(from, log.length()))
                .lines()
                .filter(line -> line.contains(RELOADED) || line.contains(REFUSED))
                .findFirst()
                .orElse("");
    }

    /** Sends a signal by its short name. */
    public void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " " + process.pid() + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What it wrote on standard output. */
    public String output() {
        return text(output);
    }

    private String text(List<String> lines) {
        lock.lock();
        try {
            return String.join("\n", lines);
        } finally {
            lock.unlock();
        }
    }

    /** The process; for signals and its id. */
    public Process process() {
        return process;
    }

    /** The folder that the process was started in. */
    public Path folder() {
        return folder;
    }

    /** Asks it to end, as {@code kill} does. Unlike {@link Process#destroy} its output stays connected, so that it can say good-bye. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Waits for the process to end by itself and says its exit code. */
    public int awaitExit(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        "still running after " + patience.toMillis() + " ms; the log:\n" + log());
            }
            for (Thread reader : readers) {
                reader.join(patience.toMillis());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        terminate();
        try {
            awaitExit(Duration.ofSeconds(10));
        } catch (IllegalStateException e) {
            process.destroyForcibly();
            throw e;
        } finally {
            if (ownsFolder) {
                Folders.remove(folder);
            }
        }
    }
}
