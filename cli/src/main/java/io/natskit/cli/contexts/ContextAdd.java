// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.contexts;

import io.natskit.cli.connect.ContextWriter;
import io.natskit.cli.connect.Contexts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit context add}. */
@Command(
        name = "add",
        aliases = {"save", "create"},
        description = "Writes the connection options of this command line to a context.")
public final class ContextAdd extends ContextAction {
    @Parameters(paramLabel = "NAME", description = "The context.")
    private String name = "";

    @Option(names = "--description", description = "What it is for.")
    private @Nullable String description;

    @Option(names = "--select", description = "Selects it, too.")
    private boolean select;

    /** For picocli. */
    public ContextAdd() {}

    @Override
    protected int run() {
        Contexts contexts = new Contexts(terminal());
        new ContextWriter(terminal(), contexts).save(name, connection(), description);
        if (select) {
            contexts.select(name);
        }
        show(contexts.named(name));
        return 0;
    }
}
