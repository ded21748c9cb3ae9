// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.contexts;

import io.natskit.cli.connect.ContextWriter;
import io.natskit.cli.connect.Contexts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit context copy}. */
@Command(
        name = "copy",
        aliases = "cp",
        description = "Copies a context, with the connection options of this command line over it.")
public final class ContextCopy extends ContextAction {
    @Parameters(index = "0", paramLabel = "SOURCE", description = "The context to copy.")
    private String source = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "The new context.")
    private String name = "";

    @Option(names = "--description", description = "What it is for.")
    private @Nullable String description;

    @Option(names = "--select", description = "Selects it, too.")
    private boolean select;

    /** For picocli. */
    public ContextCopy() {}

    @Override
    protected int run() {
        Contexts contexts = new Contexts(terminal());
        new ContextWriter(terminal(), contexts).copy(source, name, connection(), description);
        if (select) {
            contexts.select(name);
        }
        show(contexts.named(name));
        return 0;
    }
}
