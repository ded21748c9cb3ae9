// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A running client program and all that it wrote, standard error included. */
public final class ClientProcess implements AutoCloseable {
    private static final int OUTPUT_MAX = 1 << 20;

    private final Process process;
    private final Thread reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final StringBuilder output = new StringBuilder();

    private ClientProcess(Process process) {
        this.process = process;
        reader = new Thread(() -> copy(process.inputReader(StandardCharsets.UTF_8)), "client-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a program. */
    public static ClientProcess start(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new ClientProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        }
    }

    private void copy(BufferedReader from) {
        try (from) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                add(line + "\n");
            }
        } catch (IOException e) {
            add("(" + e + ")");
        }
    }

    private void add(String text) {
        lock.lock();
        try {
            if (output.length() < OUTPUT_MAX) {
                output.append(text);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What it wrote so far. */
    public String output() {
        lock.lock();
        try {
            return output.toString();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it has written a text. */
    public boolean awaitOutput(String text, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (output.indexOf(text) < 0) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for its end and for the last of what it wrote; its exit code, or −1 if it still runs. */
    public int awaitExit(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return -1;
            }
            reader.join(patience.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
    }
}
