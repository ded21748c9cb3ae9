// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.terminal;

import java.time.Instant;

/**
 * Rates of the last seconds: as a graph that is drawn over where a person sits before the terminal, else as a line a second. Confined to the
 * thread that adds to it.
 */
public final class RateGraph {
    private static final int HEIGHT = 8;

    private final Terminal terminal;
    private final Plot plot;
    private boolean drawn;

    /** An empty graph. */
    public RateGraph(Terminal terminal, String title) {
        this.terminal = terminal;
        this.plot = new Plot(title, "/s", terminal.width() - 20, HEIGHT);
    }

    /** Adds the rate of one more second, and shows it. */
    public void add(long rate, Instant now) {
        plot.add(rate);
        if (!terminal.isInteractive()) {
            terminal.line(Figures.clock(now) + "  " + plot.last() + "  " + plot.sparkline());
            return;
        }
        if (drawn) {
            terminal.out().print("\033[" + plot.lineCount() + "A");
        }
        drawn = true;
        terminal.out().print(plot.lines());
        terminal.out().flush();
    }
}
