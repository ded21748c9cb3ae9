// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.contexts;

import io.natskit.cli.action.Failure;
import io.natskit.cli.connect.Contexts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit context show}. */
@Command(
        name = "show",
        aliases = "info",
        description = "Shows a context, the selected one where none is named; secrets are masked.")
public final class ContextShow extends ContextAction {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The context.")
    private @Nullable String name;

    /** For picocli. */
    public ContextShow() {}

    @Override
    protected int run() {
        Contexts contexts = new Contexts(terminal());
        String wanted = name != null
                ? name
                : contexts.selected()
                        .orElseThrow(() -> new Failure("no context is selected", "natskit context select NAME"));
        show(contexts.named(wanted));
        return 0;
    }
}
