// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What the demo shows. */
final class Screen {

    private static final String RULE = "─".repeat(92);

    private final PrintStream out;
    private final boolean colours;

    Screen(PrintStream out) {
        this.out = out;
        this.colours = System.getenv("TERM") != null && System.getenv("NO_COLOR") == null;
    }

    void opening(String url, String where, List<String> shops, int workers) {
        out.println();
        out.println("  " + bold("NatsKit · order processing") + "     " + faint(where));
        out.println("  " + faint(RULE));
        out.printf(
                "  %-32s publish to   %s, each order under an id%n",
                shops.size() + " shops (" + String.join(", ", shops) + ")", green("orders.new.<shop>"));
        out.printf("  %-32s keeps        %s in files, each order once%n", "1 stream", green("orders.new.*"));
        out.printf("  %-32s share        one durable consumer: each order goes to one%n", workers + " workers");
        out.printf("  %-32s enters each order once, keeps checksums%n", "1 ledger");
        out.println();
        out.println("  An order, as it travels:   " + green("orders.new." + shops.get(0)) + "   " + Order.of(0, 7)
                + faint("   shop|number|article|quantity|cents"));
        out.println("  Watch along, from another terminal:   " + green("nats sub -s " + url + " 'orders.>'"));
        out.println();
    }

    /** A bar that follows {@code done} until it reaches {@code target}, which may change, or until the deadline; true when it was reached. */
    boolean follow(LongSupplier target, LongSupplier done, BooleanSupplier down, long deadlineNanos, Runnable pause) {
        ProgressBarBuilder bar = new ProgressBarBuilder()
                .setTaskName("  orders")
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(100)
                .setConsumer(new ConsoleProgressBarConsumer(out, 94))
                .hideEta();
        try (ProgressBar shown = bar.build()) {
            Rate rate = new Rate();
            long now = done.getAsLong();
            while (now < target.getAsLong() && System.nanoTime() < deadlineNanos) {
                shown.maxHint(target.getAsLong());
                shown.stepTo(now);
                shown.setExtraMessage(down.getAsBoolean() ? " no server" : rate.text(now));
                pause.run();
                now = done.getAsLong();
            }
            shown.maxHint(target.getAsLong());
            shown.stepTo(now);
            return now >= target.getAsLong();
        }
    }

    /** How fast it went for the last half second. */
    private static final class Rate {
        private long since = System.nanoTime();
        private long before;
        private String text = "";

        String text(long now) {
            long elapsed = System.nanoTime() - since;
            if (elapsed >= 500_000_000L) {
                text = String.format(Locale.ROOT, " %,d/s", (now - before) * 1_000_000_000L / elapsed);
                since += elapsed;
                before = now;
            }
            return text;
        }
    }

    /** What went wrong on the way, and what was done about it. */
    void outage(String report, long sentAgain, long duplicates, long cameAgain) {
        out.println();
        out.println("  " + report);
        out.printf(
                Locale.ROOT,
                "  Sent again by the shops: %,d; known to the stream already: %,d; came again and were not entered again: %,d.%n",
                sentAgain,
                duplicates,
                cameAgain);
    }

    void table(Totals sent, long stored, Totals received) {
        out.println();
        out.printf("  %-24s %14s %12s %20s   %s%n", "", "orders", "refused", "worth", "checksum");
        row("sent by the shops", sent);
        out.printf(Locale.ROOT, "  %-24s %,14d%n", "kept by the stream", stored);
        row("entered by the ledger", received);
        out.println();
    }

    private void row(String who, Totals totals) {
        out.printf(
                Locale.ROOT,
                "  %-24s %,14d %,12d %,20.2f   %016x%n",
                who,
                totals.orders(),
                totals.orders() - totals.valid(),
                totals.cents() / 100.0,
                totals.checksum());
    }

    void speed(Totals received, double seconds, Latencies acks) {
        out.printf(
                Locale.ROOT,
                "  %s in %.1f s: %s orders a second, from shop over the disk to the ledger%n",
                String.format(Locale.ROOT, "%,d orders", received.orders()),
                seconds,
                bold(String.format(Locale.ROOT, "%,.0f", received.orders() / seconds)));
        out.printf(
                Locale.ROOT,
                "  Acknowledged once on the disk: half within %.2f ms, 99 %% within %.2f ms%n%n",
                acks.millis(0.5),
                acks.millis(0.99));
    }

    void verdict(boolean right, String why) {
        out.println("  " + (right ? green("✔ " + why) : red("✘ " + why)));
        out.println();
    }

    private String bold(String text) {
        return paint("1", text);
    }

    private String faint(String text) {
        return paint("2", text);
    }

    private String green(String text) {
        return paint("32", text);
    }

    private String red(String text) {
        return paint("31", text);
    }

    private String paint(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
