// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.contexts;

import io.natskit.cli.connect.Contexts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit context select}. */
@Command(
        name = "select",
        aliases = {"switch", "set"},
        description = "Selects the context that is used where none is named.")
public final class ContextSelect extends ContextAction {
    @Parameters(paramLabel = "NAME", description = "The context.")
    private String name = "";

    /** For picocli. */
    public ContextSelect() {}

    @Override
    protected int run() {
        Contexts contexts = new Contexts(terminal());
        contexts.select(name);
        show(contexts.named(name));
        return 0;
    }
}
