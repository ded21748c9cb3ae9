// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.cli.terminal.Terminal;
import io.natskit.wire.jetstream.StreamInfo;
import io.natskit.wire.jetstream.StreamState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Streams with what they hold, or their names alone.
 *
 * @param terminal where
 * @param json whether as JSON, which is of names
 * @param names whether names are enough
 */
record StreamTable(Terminal terminal, boolean json, boolean names) {
    /** Shows these; {@code none} where there is none. */
    void show(List<StreamInfo> streams, String none, Instant now) {
        if (json) {
            JsonText.printNames(
                    terminal, streams.stream().map(info -> info.config().name()).toList());
        } else if (names) {
            streams.forEach(info -> terminal.line(info.config().name()));
        } else if (streams.isEmpty()) {
            terminal.line(none);
        } else {
            Table table = Table.of("Streams", "Name", "Description", "Created", "Messages", "Size", "Last Message");
            streams.forEach(info -> row(table, info, now));
            table.print(terminal);
        }
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
