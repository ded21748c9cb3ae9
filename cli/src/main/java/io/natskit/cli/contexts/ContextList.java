// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.contexts;

import io.natskit.cli.action.Action;
import io.natskit.cli.connect.ContextFile;
import io.natskit.cli.connect.Contexts;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit context ls}. */
@Command(
        name = "ls",
        aliases = {"list", "l"},
        description = "Lists the contexts; a star marks the selected one.")
public final class ContextList extends Action {
    @Option(
            names = {"-n", "--names"},
            description = "Names alone.")
    private boolean names;

    /** For picocli. */
    public ContextList() {}

    @Override
    protected int run() {
        Contexts contexts = new Contexts(terminal());
        List<ContextFile> all = contexts.names().stream().map(contexts::named).toList();
        if (json()) {
            JsonText.print(terminal(), all.stream().map(ContextFile::shownJson).toList());
        } else if (names) {
            all.forEach(context -> terminal().line(context.name()));
        } else if (all.isEmpty()) {
            terminal().line("No known contexts");
        } else {
            String selected = contexts.selected().orElse("");
            Table table = Table.of("Known Contexts", "Name", "Description");
            all.forEach(context -> table.row(
                    context.name() + (context.name().equals(selected) ? "*" : ""),
                    context.text("description").orElse("")));
            table.print(terminal());
        }
        return 0;
    }
}
