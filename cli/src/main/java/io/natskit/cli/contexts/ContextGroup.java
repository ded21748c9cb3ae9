// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.contexts;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit context}. */
@Command(
        name = "context",
        aliases = "ctx",
        description = "Manages contexts: named sets of connection options, shared with the nats CLI.",
        subcommands = {
            ContextAdd.class,
            ContextCopy.class,
            ContextEdit.class,
            ContextList.class,
            ContextRemove.class,
            ContextSelect.class,
            ContextShow.class,
            ContextUnselect.class
        })
public final class ContextGroup extends Group {
    /** For picocli. */
    public ContextGroup() {}
}
