// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.wire.json.GoNumber;

/** Text in the format of Prometheus (0.0.4): each metric with its help and kind, then its samples. Confined to one thread. */
final class MetricsText {
    private final StringBuilder text = new StringBuilder();
    private String metric = "";

    /** Begins a metric that may go up and down. */
    MetricsText gauge(String name, String help) {
        return begin(name, help, "gauge");
    }

    /** Begins a metric that only goes up; its name ends in {@code _total}. */
    MetricsText counter(String name, String help) {
        return begin(name, help, "counter");
    }

    private MetricsText begin(String name, String help, String kind) {
        metric = name;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(kind).append('\n');
        return this;
    }

    /** A sample of the metric; {@code labels} are names and values by turns. */
    MetricsText sample(double value, String... labels) {
        text.append(metric);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            escaped(labels[i + 1]);
            text.append('"');
        }
        if (labels.length > 0) {
            text.append('}');
        }
        text.append(' ').append(GoNumber.text(value)).append('\n');
        return this;
    }

    private void escaped(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
