// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.checks;

import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.wire.json.JsonWriter;
import java.util.Locale;

/** Results of checks as monitoring systems read them. */
final class CheckFormats {
    private CheckFormats() {}

    /** One line: status, what was found, and numbers behind a bar. */
    static String nagios(CheckResult result) {
        StringBuilder text =
                new StringBuilder(result.status().name()).append(' ').append(result.name());
        result.criticals().forEach(found -> text.append(" Crit:").append(found));
        result.warnings().forEach(found -> text.append(" Warn:").append(found));
        result.good().forEach(found -> text.append(" OK:").append(found));
        if (!result.metrics().isEmpty()) {
            text.append(" |");
        }
        for (CheckResult.Metric metric : result.metrics()) {
            boolean time = metric.unit().equals("s");
            text.append(' ')
                    .append(metric.name())
                    .append('=')
                    .append(number(metric.value(), time))
                    .append(metric.unit());
            if (metric.warning() > 0 || metric.critical() > 0) {
                text.append(';')
                        .append(number(metric.warning(), time))
                        .append(';')
                        .append(number(metric.critical(), time));
            }
        }
        return text.toString();
    }

    static String json(CheckResult result) {
        return JsonText.pretty(JsonText.object(out -> {
            out.field("status", result.status().name())
                    .field("check_suite", result.suite())
                    .field("check_name", result.name());
            out.stringsIfPresent("critical", result.criticals()).stringsIfPresent("warning", result.warnings());
            out.stringsIfPresent("ok", result.good());
            if (!result.metrics().isEmpty()) {
                out.beginArray("perf_data");
                result.metrics().forEach(metric -> json(out, metric));
                out.endArray();
            }
        }));
    }

    private static void json(JsonWriter out, CheckResult.Metric metric) {
        out.beginElement().field("name", metric.name()).field("value", metric.value());
        out.field("warning", metric.warning()).field("critical", metric.critical());
        out.fieldIfPresent("unit", metric.unit().isEmpty() ? null : metric.unit())
                .end();
    }

    static String prometheus(CheckResult result, String namespace) {
        StringBuilder text = new StringBuilder();
        String item = "item=\"" + escaped(result.name()) + "\"";
        for (CheckResult.Metric metric : result.metrics()) {
            gauge(text, namespace + "_" + result.suite() + "_" + metric.name(), metric.help(), item, metric.value());
        }
        String labels = item + ",status=\"" + result.status().name() + "\"";
        String help = "Nagios compatible status code for " + result.suite();
        gauge(
                text,
                namespace + "_" + result.suite() + "_status_code",
                help,
                labels,
                result.status().ordinal());
        return text.toString();
    }

    private static void gauge(StringBuilder text, String name, String help, String labels, double value) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" gauge\n");
        text.append(name)
                .append('{')
                .append(labels)
                .append("} ")
                .append(number(value, false))
                .append('\n');
    }

    static String text(CheckResult result) {
        StringBuilder text = new StringBuilder(result.name())
                .append(": ")
                .append(result.status().name())
                .append("\n\n");
        Table details = Table.of("Status Detail", "Status", "Message");
        result.criticals().forEach(found -> details.row("Critical", found));
        result.warnings().forEach(found -> details.row("Warning", found));
        result.good().forEach(found -> details.row("OK", found));
        Table metrics = Table.of(
                "Check Metrics", "Metric", "Value", "Unit", "Critical Threshold", "Warning Threshold", "Description");
        for (CheckResult.Metric metric : result.metrics()) {
            metrics.row(
                    metric.name(),
                    number(metric.value(), true),
                    metric.unit(),
                    number(metric.critical(), true),
                    number(metric.warning(), true),
                    metric.help());
        }
        return text.append(details.size() == 0 ? "" : details + "\n")
                .append(metrics.size() == 0 ? "" : metrics)
                .toString();
    }

    private static String number(double value, boolean fraction) {
        return fraction || value != Math.rint(value)
                ? String.format(Locale.ROOT, "%.4f", value)
                : Long.toString((long) value);
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
