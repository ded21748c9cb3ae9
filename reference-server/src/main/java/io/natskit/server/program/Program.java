// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import io.natskit.server.config.ConfigFile;
import io.natskit.server.config.ServerOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The entry point of the server as a program: it takes nats-server's flags, and answers, logs and ends as nats-server does. */
public final class Program {
    /** What the program calls itself in its own lines, whatever it was started by: tools read them. */
    static final String NAME = "nats-server";

    private static final int BAD_USAGE = 2;
    private static final int FAILED = 1;

    private Program() {}

    /** Runs the server until a signal ends it. Exit codes: 0 after a signal, 1 where it cannot start, 2 for a bad flag. */
    public static void main(String[] args) throws InterruptedException {
        int code;
        try {
            code = run(CommandLine.parse(args));
        } catch (UsageException e) {
            error(String.valueOf(e.getMessage()));
            print(resource("usage.txt"));
            code = BAD_USAGE;
        } catch (Refusal e) {
            error(NAME + ": " + e.getMessage());
            System.err.print(Explanation.of(String.valueOf(e.getMessage())));
            code = FAILED;
        } catch (FatalException e) {
            code = FAILED;
        } catch (RuntimeException | Error e) {
            // Never the code 0 of the shutdown hook for a server that did not start.
            error(NAME + ": " + e);
            code = FAILED;
        }
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }

    private static int run(CommandLine line) throws Refusal, InterruptedException {
        if (line.isOn("v") || line.words().equals(List.of("version"))) {
            print(NAME + ": v" + Versions.NATS + "\nnatskit: v" + Versions.own() + "\n");
            return 0;
        }
        if (line.isOn("h") || line.words().equals(List.of("help"))) {
            print(resource("usage.txt"));
            return 0;
        }
        if (line.isOn("help_tls")) {
            print(resource("tls.txt"));
            return 0;
        }
        if (!line.words().isEmpty()) {
            throw new Refusal("unrecognized command: \"" + line.words().get(0) + "\"");
        }
        String signal = line.text("sl");
        if (signal != null && !signal.isEmpty()) {
            new SignalCommand(SignalCommand.ofThisMachine()).run(signal);
            return 0;
        }
        if (line.isOn("t")) {
            check(line);
            return 0;
        }
        Running running = running(line, Launch.ofThisProcess());
        // Before the start: a signal may come as soon as somebody can connect.
        Runtime.getRuntime().addShutdownHook(new Shutdown(running));
        running.takeSignals();
        running.start();
        new CountDownLatch(1).await();
        return 0;
    }

    private static void check(CommandLine line) throws Refusal {
        String name = line.text("c");
        if (name == null || name.isEmpty()) {
            throw new Refusal("must specify [-c, --config] option to check configuration file syntax");
        }
        ConfigFile file = new Settings(line).file(name);
        if (!file.warnings().isEmpty()) {
            throw new Refusal(String.join("\n", file.warnings()) + "\n");
        }
        error(NAME + ": configuration file " + name + " is valid (" + file.digest() + ")");
    }

    /** Starts a server as {@link #main} would, without ending the process after it. */
    static Running start(String[] args) throws UsageException, Refusal {
        Running running = running(CommandLine.parse(args), Launch.ofThisProcess());
        running.start();
        return running;
    }

    private static Running running(CommandLine line, Launch launch) throws Refusal {
        Settings settings = new Settings(line);
        ServerOptions options = settings.options();
        ProgramLog log;
        try {
            log = ProgramLog.open(options.logging(), launch.pid(), launch.terminal());
        } catch (IOException e) {
            Path file = options.logging().logFile();
            String reason = file == null ? String.valueOf(e.getMessage()) : PrivateFiles.reason(file, e);
            throw new Refusal("error opening file: " + reason);
        }
        return Running.of(settings, options, log, launch);
    }

    /** The end by a signal. A class of its own, since a lambda costs more at the start. */
    private static final class Shutdown extends Thread {
        private final Running running;

        Shutdown(Running running) {
            super("nats-server-shutdown");
            this.running = running;
        }

        @Override
        public void run() {
            running.stopAndHalt();
        }
    }

    private static void print(String text) {
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8).print(text);
    }

    private static void error(String line) {
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8).println(line);
    }

    private static String resource(String name) {
        try (InputStream in = Program.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + ": not in the jar (expected beside " + Program.class + ")");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + ": cannot be read", e);
        }
    }
}
