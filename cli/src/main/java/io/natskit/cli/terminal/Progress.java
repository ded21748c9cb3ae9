// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.terminal;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on standard error that shows how far something is. Any thread may step it; without a person before the terminal nothing is drawn. */
public final class Progress implements AutoCloseable {
    private final @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /** No bar. */
    public static Progress none() {
        return new Progress(null);
    }

    /** A bar for something of {@code total} steps, −1 where nobody knows; drawn if it is wanted and somebody is there. */
    public static Progress of(Terminal terminal, String name, long total, boolean wanted) {
        return of(terminal, name, total, wanted, "", 1);
    }

    /** The same for bytes. */
    public static Progress ofBytes(Terminal terminal, String name, long total, boolean wanted) {
        return of(terminal, name, total, wanted, " MiB", 1024 * 1024);
    }

    private static Progress of(Terminal terminal, String name, long total, boolean wanted, String unit, long size) {
        if (!wanted || !terminal.isInteractive()) {
            return new Progress(null);
        }
        return new Progress(new ProgressBarBuilder()
                .setTaskName(Printable.of(name))
                .setInitialMax(total)
                .setUnit(unit, size)
                .showSpeed()
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(100)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), terminal.width()))
                .build());
    }

    /** So many more are done. */
    public void step(long more) {
        if (bar != null) {
            bar.stepBy(more);
        }
    }

    /** So many are done. */
    public void stepTo(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
