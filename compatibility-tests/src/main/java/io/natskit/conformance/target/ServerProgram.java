// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running server process and what it wrote. Its output goes to two files, so that a line can be read as soon as the server
 * has written it, and before whatever the server does after it; through a pipe it would be late by as much as a thread here waits for a turn.
 */
public final class ServerProgram implements RunningServer {
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);
    private static final String RELOADED = "Reloaded server configuration";
    private static final String REFUSED = "Failed to reload server configuration: ";
    private static final Pattern LISTENING = Pattern.compile("Listening for client connections on (\\S+):(\\d+)");

    private final Process process;
    private final Path folder;
    private final boolean ownsFolder;
    private final WrittenFile errors;
    private final WrittenFile output;
    private int port = -1;

    private ServerProgram(Process process, WrittenFile errors, WrittenFile output, Path folder, boolean ownsFolder) {
        this.process = process;
        this.errors = errors;
        this.output = output;
        this.folder = folder;
        this.ownsFolder = ownsFolder;
    }

    static ServerProgram start(ProcessBuilder command, Path folder, boolean ownsFolder) throws IOException {
        WrittenFile errors = new WrittenFile(".errors");
        WrittenFile output = new WrittenFile(".output");
        Process process = command.redirectError(errors.path().toFile())
                .redirectOutput(output.path().toFile())
                .start();
        return new ServerProgram(process, errors, output, folder, ownsFolder);
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
        long end = System.nanoTime() + patience.toNanos();
        long looked = -1;
        while (true) {
            boolean over = !process.isAlive();
            long size = errors.size();
            if ((size != looked || over) && asked.test(log())) {
                return;
            }
            looked = size;
            if (over || System.nanoTime() - end >= 0) {
                throw new IllegalStateException(
                        (over ? "it ended" : "it did not come in " + patience.toMillis() + " ms") + "; the log:\n"
                                + log());
            }
            pause();
        }
    }

    private void pause() {
        try {
            process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
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
        return errors.text(process.isAlive());
    }

    /** Writes the file that {@link ProgramTarget#start} made, and sends the signal. */
    @Override
    public String reload(String config) {
        rewrite(config);
        int before = log().length();
        signal("HUP");
        awaitLog(log -> !answer(log, before).isEmpty(), START);
        String answer = answer(log(), before);
        int why = answer.indexOf(REFUSED);
        return why < 0 ? "" : answer.substring(why + REFUSED.length());
    }

    /** Writes the file that {@link ProgramTarget#start} made, and tells the server nothing of it. */
    public void rewrite(String config) {
        try {
            Files.writeString(
                    folder.resolve(ProgramTarget.CONFIG),
                    config.replace("${store}", folder.resolve("store").toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return output.text(process.isAlive());
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
            errors.remove();
            output.remove();
            if (ownsFolder) {
                Folders.remove(folder);
            }
        }
    }
}
