// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.util.Locale;

/**
 * What the launcher knows and hands over, since finding it out again would cost the start: the process id, which {@code exec} keeps, the
 * name that it was called by, and whether standard error is a terminal.
 *
 * @param pid the process id
 * @param name the name of the program
 * @param terminal whether standard error is a terminal
 */
record Launch(long pid, String name, boolean terminal) {
    private static final String DEFAULT_NAME = "natskit-server";

    static Launch ofThisProcess() {
        String pid = System.getProperty("natskit.pid");
        String name = System.getProperty("natskit.name", DEFAULT_NAME);
        return new Launch(
                pid == null ? ProcessHandle.current().pid() : Long.parseLong(pid),
                plain(name),
                Boolean.getBoolean("natskit.terminal"));
    }

    /** The name as a file may have it. */
    private static String plain(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        String bare = file.toLowerCase(Locale.ROOT).endsWith(".exe") ? file.substring(0, file.length() - 4) : file;
        return bare.isEmpty() ? DEFAULT_NAME : bare;
    }
}
