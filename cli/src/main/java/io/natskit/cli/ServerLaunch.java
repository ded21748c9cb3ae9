// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import io.natskit.server.program.Program;
import java.util.Arrays;
import java.util.Set;

/** {@code natskit server} with the server's own flags, or none: runs it in this process, until a signal ends it. */
final class ServerLaunch {
    private static final Set<String> HELP = Set.of("-h", "--help");

    private ServerLaunch() {}

    /** Whether these arguments ask for a server: {@code server}, {@code server run}, or {@code server} and a flag of it. */
    static boolean isMeant(String[] args) {
        if (args.length == 0 || !args[0].equals("server")) {
            return false;
        }
        return args.length == 1 || args[1].equals("run") || (args[1].startsWith("-") && !HELP.contains(args[1]));
    }

    /** Runs it, and the process ends with it. */
    static void run(String[] args) {
        int flags = args.length > 1 && args[1].equals("run") ? 2 : 1;
        try {
            Program.main(Arrays.copyOfRange(args, flags, args.length));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
