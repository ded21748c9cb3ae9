// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import io.natskit.server.config.LoggingOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The log of the program, in nats-server's form: {@code [pid] 2026/11/23 04:57:24.049018 [INF] text}, to standard error or to a file.
 * Safe on any thread; a line is written whole.
 */
final class ProgramLog {
    private final ReentrantLock lock = new ReentrantLock();
    private final String prefix;
    private final InstantSource clock;
    private final boolean terminal;
    // replaced under the lock
    private volatile Form form;

    /** How lines look, and where they go. */
    private record Form(boolean withTime, boolean inColour, LogStamp stamp, LogTarget target) {}

    private ProgramLog(String prefix, InstantSource clock, boolean terminal, Form form) {
        this.prefix = prefix;
        this.clock = clock;
        this.terminal = terminal;
        this.form = form;
    }

    /** A log to where the options say; {@code terminal} tells that standard error is one. */
    static ProgramLog open(LoggingOptions options, long pid, boolean terminal) throws IOException {
        return open(options, pid, terminal, InstantSource.system());
    }

    static ProgramLog open(LoggingOptions options, long pid, boolean terminal, InstantSource clock) throws IOException {
        String prefix = "[" + pid + "] ";
        return new ProgramLog(prefix, clock, terminal, form(options, prefix, clock, terminal));
    }

    private static Form form(LoggingOptions options, String prefix, InstantSource clock, boolean terminal)
            throws IOException {
        LogStamp stamp = new LogStamp(clock, options.logTimeUtc());
        Path file = options.logFile();
        if (file == null) {
            return new Form(options.logTime(), terminal, stamp, new StandardError());
        }
        LogFile.LineMaker lines =
                (label, text) -> line(prefix, options.logTime(), stamp, stamp.now(), label.text(false), text);
        LogTarget target = new LogFile(file, options.logSizeLimitBytes(), options.logFilesMax(), stamp, lines);
        return new Form(options.logTime(), false, stamp, target);
    }

    /** Goes on as other options say: in another file, or in the same one if somebody has moved it away. The old file is closed. */
    void reopen(LoggingOptions options) throws IOException {
        Form fresh = form(options, prefix, clock, terminal);
        lock.lock();
        try {
            Form old = form;
            form = fresh;
            old.target.close();
        } finally {
            lock.unlock();
        }
    }

    /** The moment of now, for a line that is written later. */
    Instant now() {
        return clock.instant();
    }

    /** Writes a line of this moment. */
    void write(LogLabel label, String text) {
        write(now(), label, text);
    }

    /** Writes a line of a moment that has passed. */
    void write(Instant moment, LogLabel label, String text) {
        lock.lock();
        try {
            Form now = form;
            now.target.write(line(prefix, now.withTime, now.stamp, moment, label.text(now.inColour), text));
        } catch (IOException e) {
            // A log that cannot be written has nowhere to say so; the server goes on, as nats-server does.
        } finally {
            lock.unlock();
        }
    }

    private static byte[] line(
            String prefix, boolean withTime, LogStamp stamp, Instant moment, String label, String text) {
        StringBuilder line = new StringBuilder(prefix.length() + text.length() + 48).append(prefix);
        if (withTime) {
            stamp.append(moment, line);
        }
        line.append(label);
        int end = text.endsWith("\n") ? text.length() - 1 : text.length();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            // Whoever writes quotes what others said; should one forget, no line is forged and no terminal commanded.
            line.append(c != '\t' && Character.isISOControl(c) ? '?' : c);
        }
        line.append('\n');
        return LogFile.bytes(line);
    }

    void close() {
        lock.lock();
        try {
            form.target.close();
        } catch (IOException e) {
            // Nothing is left to write.
        } finally {
            lock.unlock();
        }
    }

    /** Standard error, without the buffers and locks of {@code System.err}. */
    private static final class StandardError implements LogTarget {
        private final FileOutputStream out = new FileOutputStream(FileDescriptor.err);

        @Override
        public void write(byte[] line) throws IOException {
            out.write(line);
        }

        @Override
        public void close() {
            // Others still write there.
        }
    }
}
