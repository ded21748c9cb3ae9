// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
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
                "  %-32s publish to   %s%n",
                shops.size() + " shops (" + String.join(", ", shops) + ")", green("orders.new.<shop>"));
        out.printf(
                "  %-32s listen on    %s, queue group \"workers\": each order goes to one%n",
                workers + " workers", green("orders.new.*"));
        out.printf("  %-32s publish to   %s or %s%n", "", green("orders.confirmed"), green("orders.refused"));
        out.printf("  %-32s listens on   %s, enters each order, keeps checksums%n", "1 ledger", green("orders.*"));
        out.println();
        out.println("  An order, as it travels:   " + green("orders.new." + shops.get(0)) + "   " + Order.of(0, 7)
                + faint("   shop|number|article|quantity|cents"));
        out.println("  Every 1,000th order is a request: its shop waits for the worker's receipt.");
        out.println("  Watch along, from another terminal:   " + green("nats sub -s " + url + " 'orders.>'"));
        out.println();
    }

    /** A bar that follows {@code done} until it reaches {@code target}, which may change, or until the deadline; true when it was reached. */
    boolean follow(LongSupplier target, LongSupplier done, long deadlineNanos, Runnable pause) {
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
                shown.setExtraMessage(rate.text(now));
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

    void table(Totals sent, long handled, Totals received) {
        out.println();
        out.printf("  %-24s %14s %12s %20s   %s%n", "", "orders", "refused", "worth", "checksum");
        row("sent by the shops", sent);
        out.printf("  %-24s %,14d%n", "handled by the workers", handled);
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

    void speed(Totals received, long messages, double seconds, Latencies receipts) {
        out.printf(
                Locale.ROOT,
                "  %s in %.1f s: %s orders a second, from shop over worker to ledger (%,.0f messages a second)%n",
                String.format(Locale.ROOT, "%,d orders", received.orders()),
                seconds,
                bold(String.format(Locale.ROOT, "%,.0f", received.orders() / seconds)),
                messages / seconds);
        out.printf(
                Locale.ROOT,
                "  %,d receipts under this load: half within %.2f ms, 99 %% within %.2f ms%n%n",
                receipts.size(),
                receipts.millis(0.5),
                receipts.millis(0.99));
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
