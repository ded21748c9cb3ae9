// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.terminal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Rates of the last seconds: as a graph that is drawn over where a person sits before the terminal, else as a line a second. Confined to the
 * thread that adds to it.
 */
public final class RateGraph {
    private static final String LEVELS = " ▁▂▃▄▅▆▇█";
    private static final int HEIGHT = 8;

    private final Terminal terminal;
    private final String title;
    private final int width;
    private final Deque<Long> rates = new ArrayDeque<>();
    private boolean drawn;

    /** An empty graph. */
    public RateGraph(Terminal terminal, String title) {
        this.terminal = terminal;
        this.title = title;
        this.width = terminal.width() - 20;
    }

    /** Adds the rate of one more second, and shows it. */
    public void add(long rate, Instant now) {
        rates.addLast(rate);
        if (rates.size() > width) {
            rates.removeFirst();
        }
        if (!terminal.isInteractive()) {
            terminal.line(Figures.clock(now) + "  " + Figures.count(rate) + "/s  " + sparkline());
            return;
        }
        if (drawn) {
            terminal.out().print("\033[" + (HEIGHT + 2) + "A");
        }
        drawn = true;
        terminal.out().print(graph());
        terminal.out().flush();
    }

    /** The rates in one line. */
    String sparkline() {
        long most = most();
        StringBuilder line = new StringBuilder();
        for (long rate : rates) {
            line.append(LEVELS.charAt(level(rate, most, LEVELS.length() - 1)));
        }
        return line.toString();
    }

    /** The rates in as many lines as the graph is high, with a scale. */
    String graph() {
        long most = most();
        int steps = HEIGHT * (LEVELS.length() - 1);
        StringBuilder text = new StringBuilder("\033[K" + title + "\n");
        for (int row = HEIGHT - 1; row >= 0; row--) {
            String scale = row == HEIGHT - 1 ? Figures.count(most) : row == 0 ? "0" : "";
            text.append("\033[K").append(String.format(Locale.ROOT, "%14s │", scale));
            for (long rate : rates) {
                int filled = level(rate, most, steps) - row * (LEVELS.length() - 1);
                text.append(LEVELS.charAt(Math.max(0, Math.min(LEVELS.length() - 1, filled))));
            }
            text.append('\n');
        }
        long last = rates.isEmpty() ? 0 : rates.getLast();
        return text.append("\033[K")
                .append(" ".repeat(14))
                .append(" ╰ now ")
                .append(Figures.count(last))
                .append("/s\n")
                .toString();
    }

    private static int level(long rate, long most, int steps) {
        return rate == 0 ? 0 : Math.max(1, (int) Math.round((double) rate * steps / most));
    }

    private long most() {
        return Math.max(1, rates.stream().mapToLong(Long::longValue).max().orElse(1));
    }
}
