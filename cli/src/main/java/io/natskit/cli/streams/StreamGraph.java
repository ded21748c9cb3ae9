// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.Refreshing;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Plot;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code natskit stream graph}. */
@Command(
        name = "graph",
        description = "Draws how many messages a stream keeps, and how many come and go in a second, again and again.")
public final class StreamGraph extends OneStream {
    private static final int HEIGHT = 6;

    @Mixin
    private final Refreshing refreshing = new Refreshing();

    /** For picocli. */
    public StreamGraph() {}

    @Override
    int run(Session session, StreamHandle stream) throws InterruptedException {
        int width = terminal().width() - 20;
        Plot kept = new Plot("Messages stored", "", width, HEIGHT);
        Plot gone = new Plot("Messages removed a second", "/s", width, HEIGHT);
        Plot come = new Plot("Messages stored a second", "/s", width, HEIGHT);
        StreamState before = stream.info().state();
        long beforeNanos = System.nanoTime();
        while (refreshing.next()) {
            StreamState now = stream.info().state();
            long nowNanos = System.nanoTime();
            Duration time = Duration.ofNanos(nowNanos - beforeNanos);
            long stored = now.lastSequence() - before.lastSequence();
            kept.add(now.messages());
            come.add(Math.max(0, Figures.perSecond(stored, time)));
            gone.add(Math.max(0, Figures.perSecond(before.messages() + stored - now.messages(), time)));
            show(now, List.of(kept, gone, come));
            before = now;
            beforeNanos = nowNanos;
        }
        return 0;
    }

    private void show(StreamState state, List<Plot> plots) {
        if (json()) {
            JsonText.printLine(
                    terminal(),
                    JsonText.object(out -> out.field("stream", name())
                            .field("messages", state.messages())
                            .field("removed_rate", plots.get(1).lastValue())
                            .field("stored_rate", plots.get(2).lastValue())));
        } else if (terminal().isInteractive()) {
            StringBuilder view = new StringBuilder("\033[H\033[2JStream " + name() + "\n");
            plots.forEach(plot -> view.append('\n').append(plot.lines()));
            terminal().out().print(view);
            terminal().out().flush();
        } else {
            terminal()
                    .line(Figures.clock(Instant.now()) + "  stored "
                            + plots.get(0).last() + "  removed " + plots.get(1).last() + "  added "
                            + plots.get(2).last());
        }
    }
}
