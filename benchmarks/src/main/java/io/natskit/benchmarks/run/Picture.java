// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.style.Styler;

/** A bar for each row whose limit is a ratio: the median, beside the limit. */
final class Picture {
    private static final Color OURS = new Color(0x2F6DB5);
    private static final Color LIMIT = new Color(0xD9A441);

    private Picture() {}

    /** Draws the picture; returns false where there is nothing to draw. */
    static boolean draw(String title, List<Claim> claims, Setup setup, Path file) throws IOException {
        List<String> labels = new ArrayList<>();
        List<Double> medians = new ArrayList<>();
        List<Double> limits = new ArrayList<>();
        for (Claim claim : claims) {
            boolean ratio = claim.kind() == Claim.Kind.RATIO_AT_LEAST || claim.kind() == Claim.Kind.RATIO_AT_MOST;
            if (ratio) {
                labels.add(claim.row() + (claim.figure().equals("rate") ? "" : " " + claim.figure()));
                medians.add(claim.spread(RowData.read(setup.dataFile(claim.row())))[1]);
                limits.add(claim.limit());
            }
        }
        if (labels.isEmpty()) {
            return false;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(Math.max(500, 150 + 62 * labels.size()))
                .height(420)
                .title(title)
                .yAxisTitle("ratio, median")
                .theme(Styler.ChartTheme.XChart)
                .build();
        chart.getStyler().setXAxisLabelRotation(60);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
        chart.getStyler().setAvailableSpaceFill(0.8);
        chart.addSeries("measured", labels, medians).setFillColor(OURS);
        chart.addSeries("limit", labels, limits).setFillColor(LIMIT);
        ChartEncoder.saveChart(chart, file.toString(), "png");
        return true;
    }
}
