// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import io.natskit.cli.terminal.Terminal;

/** The entry point of the program {@code natskit}. */
public final class Main {
    private Main() {}

    /** Runs one command and ends with its exit code. */
    public static void main(String[] args) {
        if (ServerLaunch.isMeant(args)) {
            ServerLaunch.run(args);
        } else {
            System.exit(new Cli(Terminal.ofThisProcess()).execute(args));
        }
    }
}
