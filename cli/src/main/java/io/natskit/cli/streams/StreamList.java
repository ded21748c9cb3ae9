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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit stream ls}. */
@Command(
        name = "ls",
        aliases = {"list", "l"},
        description = "Lists the streams.")
public final class StreamList extends ConnectedAction {
    @Option(names = "--subject", paramLabel = "SUBJECT", description = "Those that keep this subject.")
    private @Nullable String subject;

    @Option(
            names = {"-n", "--names"},
            description = "Names alone.")
    private boolean names;

    @Option(
            names = {"-a", "--all"},
            description = "Those of buckets and stores, too.")
    private boolean all;

    /** For picocli. */
    public StreamList() {}

    @Override
    protected int run(Session session) {
        List<StreamInfo> streams = StreamSelection.of(session.jetStream(), subject, all);
        if (json()) {
            JsonText.printNames(
                    terminal(),
                    streams.stream().map(info -> info.config().name()).toList());
        } else if (names) {
            streams.forEach(info -> terminal().line(info.config().name()));
        } else if (streams.isEmpty()) {
            terminal().line("No Streams defined");
        } else {
            Instant now = Instant.now();
            Table table = Table.of("Streams", "Name", "Description", "Created", "Messages", "Size", "Last Message");
            streams.forEach(info -> row(table, info, now));
            table.print(terminal());
        }
        return 0;
    }

    private static void row(Table table, StreamInfo info, Instant now) {
        StreamState state = info.state();
        Optional<Instant> last = state.lastTime().filter(time -> time.getEpochSecond() > 0);
        table.row(
                info.config().name(),
                info.config().description(),
                Figures.time(info.created()),
                Figures.count(state.messages()),
                Figures.bytes(state.bytes()),
                Figures.ago(last, now));
    }
}
