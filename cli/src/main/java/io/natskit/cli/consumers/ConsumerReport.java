// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.wire.jetstream.ConsumerInfo;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit consumer report}. */
@Command(name = "report", description = "Tells how far all consumers of a stream are.")
public final class ConsumerReport extends ConnectedAction {
    @Parameters(paramLabel = "STREAM", description = "The stream.")
    private String stream = "";

    @Option(
            names = {"-r", "--raw"},
            description = "Numbers as they are.")
    private boolean raw;

    /** For picocli. */
    public ConsumerReport() {}

    @Override
    protected int run(Session session) {
        List<ConsumerInfo> consumers = Consumers.of(session, stream);
        if (json()) {
            JsonText.print(
                    terminal(), consumers.stream().map(ConsumerInfo::toJson).toList());
            return 0;
        }
        Table table = Table.of(
                "Consumer report for " + stream + " with " + consumers.size() + " consumers",
                "Consumer",
                "Mode",
                "Ack Policy",
                "Ack Wait",
                "Ack Pending",
                "Redelivered",
                "Unprocessed",
                "Ack Floor");
        consumers.forEach(info -> table.row(
                info.name(),
                info.config().deliverSubject().isEmpty() ? "Pull" : "Push",
                Figures.word(info.config().ackPolicy()),
                Figures.duration(info.config().ackWait()),
                number(info.numAckPending()),
                number(info.numRedelivered()),
                number(info.numPending()),
                number(info.ackFloor().stream())));
        table.print(terminal());
        return 0;
    }

    private String number(long value) {
        return raw ? Long.toString(value) : Figures.count(value);
    }
}
