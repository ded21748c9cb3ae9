// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** The last of some numbers, as bars: in one line, or in several with a scale. Confined to one thread. */
public final class Plot {
    private static final String LEVELS = " ▁▂▃▄▅▆▇█";
    private static final int SCALE_WIDTH = 14;

    private final String title;
    private final String unit;
    private final int width;
    private final int height;
    private final Deque<Long> values = new ArrayDeque<>();

    /**
     * An empty one.
     *
     * @param unit what stands behind the last number, such as {@code /s}; may be empty
     * @param width the most numbers that are kept
     * @param height lines of bars
     */
    public Plot(String title, String unit, int width, int height) {
        this.title = title;
        this.unit = unit;
        this.width = width;
        this.height = height;
    }

    /** Adds a number, which is not negative. */
    public void add(long value) {
        values.addLast(value);
        if (values.size() > width) {
            values.removeFirst();
        }
    }

    /** The last number; 0 where there is none. */
    public long lastValue() {
        return values.isEmpty() ? 0 : values.getLast();
    }

    /** The last number and its unit. */
    public String last() {
        return Figures.count(lastValue()) + unit;
    }

    /** The numbers in one line. */
    public String sparkline() {
        long most = most();
        StringBuilder line = new StringBuilder();
        for (long value : values) {
            line.append(LEVELS.charAt(level(value, most, LEVELS.length() - 1)));
        }
        return line.toString();
    }

    /** How many lines {@link #lines} is. */
    public int lineCount() {
        return height + 2;
    }

    /** The title, the numbers in as many lines as this is high, and the last of them; what stood there before is wiped. */
    public String lines() {
        long most = most();
        int steps = height * (LEVELS.length() - 1);
        StringBuilder text = new StringBuilder("\033[K" + title + "\n");
        for (int row = height - 1; row >= 0; row--) {
            String scale = row == height - 1 ? Figures.count(most) : row == 0 ? "0" : "";
            text.append("\033[K").append(String.format(Locale.ROOT, "%" + SCALE_WIDTH + "s │", scale));
            for (long value : values) {
                int filled = level(value, most, steps) - row * (LEVELS.length() - 1);
                text.append(LEVELS.charAt(Math.max(0, Math.min(LEVELS.length() - 1, filled))));
            }
            text.append('\n');
        }
        return text.append("\033[K")
                .append(" ".repeat(SCALE_WIDTH))
                .append(" ╰ now ")
                .append(last())
                .append('\n')
                .toString();
    }

    private static int level(long value, long most, int steps) {
        return value == 0 ? 0 : Math.max(1, (int) Math.round((double) value * steps / most));
    }

    private long most() {
        return Math.max(1, values.stream().mapToLong(Long::longValue).max().orElse(1));
    }
}
