// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimTest {
    private final Claim faster = Claim.faster("server", "row", "a row", 2.5);

    @Test
    void the_median_of_the_rounds_ratios_decides() {
        RowData data = rounds(new double[] {10, 30, 29}, new double[] {10, 10, 10});
        assertThat(faster.spread(data)).containsExactly(1.0, 2.9, 3.0);
        assertThat(faster.verdict(data)).isEqualTo("kept");
        assertThat(faster.verdict(rounds(new double[] {10, 24, 29}, new double[] {10, 10, 10})))
                .contains("missed");
    }

    @Test
    void a_generator_near_its_ceiling_makes_the_row_void() {
        RowData data = rounds(new double[] {30}, new double[] {10});
        data.add(1, RowData.CEILING, Figures.of("rate", 59));
        assertThat(faster.verdict(data)).isEqualTo("void");
    }

    @Test
    void a_ceiling_of_twice_the_figure_is_enough() {
        RowData data = rounds(new double[] {30}, new double[] {10});
        data.add(1, RowData.CEILING, Figures.of("rate", 60));
        assertThat(faster.verdict(data)).isEqualTo("kept");
    }

    @Test
    void a_missed_row_that_nearly_takes_all_of_the_server_says_so() {
        RowData data = rounds(new double[] {18, 18, 19}, new double[] {10, 10, 10});
        data.add(1, RowData.SERVER_LIMIT, Figures.of("rate", 15));
        data.add(2, RowData.SERVER_LIMIT, Figures.of("rate", 20));
        assertThat(faster.verdict(data)).isEqualTo("at the server's limit");
    }

    @Test
    void a_missed_row_below_nine_tenths_of_the_server_s_best_is_missed_and_a_kept_one_kept() {
        RowData data = rounds(new double[] {17, 17, 19}, new double[] {10, 10, 10});
        data.add(1, RowData.SERVER_LIMIT, Figures.of("rate", 20));
        assertThat(faster.verdict(data)).contains("missed");
        RowData kept = rounds(new double[] {30}, new double[] {10});
        kept.add(1, RowData.SERVER_LIMIT, Figures.of("rate", 31));
        assertThat(faster.verdict(kept)).isEqualTo("kept");
    }

    @Test
    void what_only_we_are_held_to_needs_no_other_side() {
        RowData data = new RowData();
        data.add(1, RowData.OURS, Figures.of("ms", 21));
        Claim claim = new Claim("startup", "row", "a row", "ms", "ms", Claim.Kind.OURS_AT_MOST, 20);
        assertThat(claim.verdict(data)).contains("missed");
    }

    @Test
    void data_comes_back_from_its_file(@TempDir Path folder) {
        RowData data = rounds(new double[] {1.5, 2e9}, new double[] {1, 1});
        Path file = folder.resolve("data/row.tsv");
        data.write(file);
        assertThat(RowData.read(file).values(RowData.OURS, "rate")).containsExactly(1.5, 2e9);
    }

    private static RowData rounds(double[] ours, double[] theirs) {
        RowData data = new RowData();
        for (int i = 0; i < ours.length; i++) {
            data.add(i + 1, RowData.OURS, Figures.of("rate", ours[i]));
            data.add(i + 1, RowData.THEIRS, Figures.of("rate", theirs[i]));
        }
        return data;
    }
}
