// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tables, facts, graphs and histograms look like. */
class TableTest {
    @Test
    void a_table_is_as_wide_as_its_widest_cells() {
        assertThat(Table.of("T", "Name", "N").row("a", 1).row("longer", 22)).hasToString("""
                        ╭─────────────╮
                        │      T      │
                        ├────────┬────┤
                        │ Name   │ N  │
                        ├────────┼────┤
                        │ a      │ 1  │
                        │ longer │ 22 │
                        ╰────────┴────╯""");
    }

    @Test
    void a_title_that_is_wider_than_the_cells_widens_the_last_one() {
        assertThat(Table.of("A long title", "N").row("1")).hasToString("""
                        ╭──────────────╮
                        │ A long title │
                        ├──────────────┤
                        │ N            │
                        ├──────────────┤
                        │ 1            │
                        ╰──────────────╯""");
    }

    @Test
    void facts_stand_with_their_colons_below_one_another() {
        assertThat(new Facts("About")
                        .add("A", 1)
                        .addIfPresent("none", "")
                        .section("More")
                        .add("Longer", "x"))
                .hasToString("About\n\n       A: 1\n\nMore:\n\n  Longer: x\n");
    }

    @Test
    void what_a_terminal_would_obey_is_replaced() {
        String hostile = "a\u001b]0;b\u0007\u009b2J\n\u202Ec";
        assertThat(Table.of("T", "Name").row(hostile).toString()).contains("│ a�]0;b��2J��c │");
        assertThat(Table.of(hostile, "Name").toString()).contains("a�]0;b��2J��c");
        assertThat(new Facts(hostile)
                        .add(hostile, hostile)
                        .section(hostile)
                        .addIfPresent("user", "ädä ✓")
                        .toString())
                .startsWith("a�]0;b��2J��c\n\n")
                .contains("a�]0;b��2J��c: a�]0;b��2J��c\n", "\na�]0;b��2J��c:\n", "user: ädä ✓");
    }

    @Test
    void a_graph_is_scaled_to_its_highest_rate() {
        Plot plot = new Plot("t", "/s", 3, 2);
        for (long rate : new long[] {7, 0, 50, 100}) {
            plot.add(rate);
        }
        assertThat(plot.sparkline()).isEqualTo(" ▄█");
        assertThat(plot.lines()).contains("t\n", "100 │  █", "0 │ ██", "now 100/s");
        assertThat(plot.lines().lines()).hasSize(plot.lineCount());
        assertThat(new Plot("none", "", 3, 2).lines()).contains("now 0\n");
    }

    @Test
    void rates_are_a_line_each_where_nobody_sits_before_the_terminal() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RateGraph graph = new RateGraph(
                new Terminal(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(OutputStream.nullOutputStream()),
                        Map.of(),
                        false),
                "t");
        graph.add(50, Instant.EPOCH);
        graph.add(100, Instant.EPOCH);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("  50/s  █\n", "  100/s  ▄█\n");
    }

    @Test
    void percentiles_are_right_to_a_sixteenth() {
        Latencies latencies = new Latencies();
        for (int i = 1; i <= 1000; i++) {
            latencies.record(i * 1000L);
        }
        assertThat(latencies.percentile(50).toNanos()).isBetween(500_000L, 532_000L);
        assertThat(latencies.percentile(99).toNanos()).isBetween(990_000L, 1_000_000L);
        assertThat(latencies.percentile(100)).isEqualTo(latencies.max()).isEqualTo(Duration.ofMillis(1));
        assertThat(latencies.report()).contains("p50", "p99.9", "█");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.5 KiB", "1073741824, 1.0 GiB"})
    void sizes_have_units(long bytes, String text) {
        assertThat(Figures.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT2M, 2m0s", "PT1.23456789S, 1.23s", "PT0.00123456S, 1.23ms", "PT26H, 26h0m0s"})
    void durations_have_no_more_digits_than_tell_something(Duration time, String text) {
        assertThat(Figures.duration(time)).isEqualTo(text);
    }
}
