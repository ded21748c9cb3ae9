// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.contexts;

import io.natskit.cli.action.Action;
import io.natskit.cli.connect.Contexts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit context rm}. */
@Command(name = "rm", aliases = "remove", description = "Removes a context.")
public final class ContextRemove extends Action {
    @Parameters(paramLabel = "NAME", description = "The context.")
    private String name = "";

    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public ContextRemove() {}

    @Override
    protected int run() {
        Contexts contexts = new Contexts(terminal());
        contexts.named(name);
        confirm(force, "Really remove context \"" + name + "\"?");
        contexts.remove(name);
        return 0;
    }
}
