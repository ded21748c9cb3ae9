// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.wire.jetstream.ConsumerInfo;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit consumer ls}. */
@Command(
        name = "ls",
        aliases = {"list", "l"},
        description = "Lists the consumers of a stream.")
public final class ConsumerList extends ConnectedAction {
    @Parameters(paramLabel = "STREAM", description = "The stream.")
    private String stream = "";

    @Option(
            names = {"-n", "--names"},
            description = "Names alone.")
    private boolean names;

    /** For picocli. */
    public ConsumerList() {}

    @Override
    protected int run(Session session) {
        List<ConsumerInfo> consumers = Consumers.of(session, stream);
        if (json()) {
            JsonText.printNames(
                    terminal(), consumers.stream().map(ConsumerInfo::name).toList());
        } else if (names) {
            consumers.forEach(info -> terminal().line(info.name()));
        } else if (consumers.isEmpty()) {
            terminal().line("No Consumers defined");
        } else {
            Instant now = Instant.now();
            Table table = Table.of(
                    "Consumers", "Name", "Description", "Created", "Ack Pending", "Unprocessed", "Last Delivery");
            consumers.forEach(info -> table.row(
                    info.name(),
                    info.config().description(),
                    Figures.time(info.created()),
                    Figures.count(info.numAckPending()),
                    Figures.count(info.numPending()),
                    Figures.ago(info.delivered().lastActive(), now)));
            table.print(terminal());
        }
        return 0;
    }
}
