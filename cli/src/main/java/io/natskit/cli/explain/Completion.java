// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.explain;

import io.natskit.cli.action.Action;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code natskit completion}. */
@Command(
        name = "completion",
        description = {
            "Prints a script that completes commands and options in bash and zsh.",
            "",
            "source <(natskit completion)"
        })
public final class Completion extends Action {
    /** For picocli. */
    public Completion() {}

    @Override
    protected int run() {
        terminal().line(AutoComplete.bash("natskit", spec().root().commandLine()));
        return 0;
    }
}
