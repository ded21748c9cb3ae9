// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.wire.jetstream.StreamInfo;
import io.natskit.wire.jetstream.StreamState;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit stream report}. */
@Command(name = "report", description = "Tells what all streams hold.")
public final class StreamReport extends ConnectedAction {
    @Option(names = "--subject", paramLabel = "SUBJECT", description = "Those that keep this subject.")
    private @Nullable String subject;

    @Option(
            names = {"-o", "--consumers"},
            description = "Most consumers first.")
    private boolean byConsumers;

    @Option(
            names = {"-m", "--messages"},
            description = "Most messages first.")
    private boolean byMessages;

    @Option(
            names = {"-n", "--name"},
            description = "By name.")
    private boolean byName;

    @Option(
            names = {"-r", "--raw"},
            description = "Numbers as they are.")
    private boolean raw;

    @Option(
            names = {"-a", "--all"},
            description = "Those of buckets and stores, too.")
    private boolean all;

    /** For picocli. */
    public StreamReport() {}

    @Override
    protected int run(Session session) {
        List<StreamInfo> streams = StreamSelection.of(session.jetStream(), subject, all);
        if (!byName) {
            streams.sort(Comparator.comparingLong(this::weight).reversed());
        }
        if (json()) {
            JsonText.print(terminal(), streams.stream().map(StreamInfo::toJson).toList());
            return 0;
        }
        Table table = Table.of(
                "Stream Report", "Stream", "Storage", "Consumers", "Messages", "Bytes", "Lost", "Deleted", "Replicas");
        streams.forEach(info -> row(table, info));
        table.print(terminal());
        return 0;
    }

    private long weight(StreamInfo info) {
        StreamState state = info.state();
        return byConsumers ? state.consumerCount() : byMessages ? state.messages() : state.bytes();
    }

    private void row(Table table, StreamInfo info) {
        StreamState state = info.state();
        table.row(
                info.config().name(),
                Figures.word(info.config().storage()),
                state.consumerCount(),
                raw ? state.messages() : Figures.count(state.messages()),
                raw ? state.bytes() : Figures.bytes(state.bytes()),
                state.lost().map(lost -> lost.messages().length).orElse(0),
                state.numDeleted(),
                info.config().replicas());
    }
}
