// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import io.natskit.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What a command line did: in this process, with streams of its own and an empty folder of settings.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it said beside
 */
public record Ran(int code, String out, String err) {
    /** Runs one. */
    public static Ran natskit(Map<String, String> environment, String... args) {
        return withInput(environment, "", args);
    }

    /** Runs one with this on standard input. */
    public static Ran withInput(Map<String, String> environment, String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                false);
        int code = new Cli(terminal).execute(args);
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** One that runs beside this thread, on one of its own: what waits must not take the common pool, which may have a single thread. */
    public static CompletableFuture<Ran> beside(Supplier<Ran> run) {
        return CompletableFuture.supplyAsync(run, work -> new Thread(work, "command").start());
    }

    /** The same, which must have gone well. */
    public Ran well() {
        if (code != 0) {
            throw new AssertionError("exit code " + code + " (expected: 0)\n" + out + err);
        }
        return this;
    }
}
