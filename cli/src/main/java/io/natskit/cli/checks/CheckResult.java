// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.checks;

import io.natskit.cli.terminal.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a check found. Confined to one thread. */
final class CheckResult {
    /** How it is: the ordinal is the exit code. */
    enum Status {
        OK,
        WARNING,
        CRITICAL,
        UNKNOWN
    }

    /** A number that a monitoring system may draw. */
    record Metric(String name, double value, double warning, double critical, String unit, String help) {}

    private final String suite;
    private final String name;
    private final List<String> good = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> criticals = new ArrayList<>();
    private final List<Metric> metrics = new ArrayList<>();

    CheckResult(String suite, String name) {
        this.suite = suite;
        this.name = name;
    }

    void ok(String text) {
        good.add(text);
    }

    void warning(String text) {
        warnings.add(text);
    }

    void critical(String text) {
        criticals.add(text);
    }

    /** Notes a number. */
    void metric(String metric, double value, double warning, double critical, String unit, String help) {
        metrics.add(new Metric(metric, value, warning, critical, unit, help));
    }

    /** Notes a number without a unit, and judges it: too much of it is critical where a limit is set. */
    void most(String metric, long value, long critical, String help) {
        metric(metric, value, 0, Math.max(0, critical), "", help);
        if (critical > 0 && value > critical) {
            critical(metric + ": " + value);
        }
    }

    /** Judges a time in seconds: too long is a warning, then critical; notes it. */
    void within(String metric, String what, Duration time, Duration warning, Duration critical, String help) {
        metric(metric, seconds(time), seconds(warning), seconds(critical), "s", help);
        if (!critical.isZero() && time.compareTo(critical) > 0) {
            critical(what + " took " + Figures.duration(time) + ", more than " + Figures.duration(critical));
        } else if (!warning.isZero() && time.compareTo(warning) > 0) {
            warning(what + " took " + Figures.duration(time) + ", more than " + Figures.duration(warning));
        } else {
            ok(what + " took " + Figures.duration(time));
        }
    }

    /** Judges a number: too few is a warning, then critical; notes it where a limit is set. */
    void least(String metric, long value, long warning, long critical, String help) {
        if (warning <= 0 && critical <= 0) {
            return;
        }
        metric(metric, value, Math.max(0, warning), Math.max(0, critical), "", help);
        if (critical > 0 && value <= critical) {
            critical(value + " " + metric);
        } else if (warning > 0 && value <= warning) {
            warning(value + " " + metric);
        } else {
            ok(value + " " + metric);
        }
    }

    Status status() {
        return !criticals.isEmpty() ? Status.CRITICAL : !warnings.isEmpty() ? Status.WARNING : Status.OK;
    }

    String suite() {
        return suite;
    }

    String name() {
        return name;
    }

    List<String> good() {
        return good;
    }

    List<String> warnings() {
        return warnings;
    }

    List<String> criticals() {
        return criticals;
    }

    List<Metric> metrics() {
        return metrics;
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
