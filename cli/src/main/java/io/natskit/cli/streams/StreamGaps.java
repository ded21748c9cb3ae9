// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Progress;
import io.natskit.cli.terminal.Table;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.StreamState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit stream gaps}. */
@Command(name = "gaps", description = "Shows which sequences of a stream have no message any more.")
public final class StreamGaps extends OneStream {
    /** More than the server would put well into one answer: then the stream is read. */
    private static final long FEW = 10_000;

    @Option(
            names = {"-f", "--force"},
            description = "Reads a stream with many gaps without asking.")
    private boolean force;

    @Option(
            names = "--progress",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Draws a bar while it reads, on by default.")
    private boolean progress = true;

    /** For picocli. */
    public StreamGaps() {}

    @Override
    int run(Session session, StreamHandle stream) {
        StreamState state = stream.info().state();
        List<Gap> gaps = state.numDeleted() <= FEW ? Gap.told(stream) : read(session, stream, state);
        if (json()) {
            JsonText.print(terminal(), gaps.stream().map(StreamGaps::json).toList());
        } else if (gaps.isEmpty()) {
            terminal().line("No deleted messages in " + name());
        } else {
            Table table = Table.of(gaps.size() + " gaps found in Stream " + name(), "First Message", "Last Message");
            gaps.forEach(gap -> table.row(gap.first(), gap.last()));
            table.print(terminal());
        }
        return 0;
    }

    private List<Gap> read(Session session, StreamHandle stream, StreamState state) {
        confirm(force, "Really read all " + state.messages() + " messages of stream " + name() + "?");
        try (Progress bar = Progress.of(terminal(), name(), state.messages(), progress)) {
            return Gap.read(stream, session.timeout(), bar);
        }
    }

    private static byte[] json(Gap gap) {
        return ("[" + gap.first() + "," + gap.last() + "]").getBytes(StandardCharsets.US_ASCII);
    }
}
