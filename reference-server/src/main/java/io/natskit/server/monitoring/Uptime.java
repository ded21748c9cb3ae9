// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import java.time.Duration;
import java.time.Instant;

/** Spans of time as nats-server's pages show them. Pure. */
final class Uptime {
    private static final long DAYS_A_YEAR = 365;

    private Uptime() {}

    /** Such as {@code 1d2h3m4s}; nothing smaller than a second. */
    static String between(Instant from, Instant to) {
        Duration all = Duration.between(from, to);
        // as Go divides: towards zero
        long seconds = all.toNanos() / 1_000_000_000;
        long minutes = seconds / 60;
        long hours = minutes / 60;
        long days = hours / 24;
        long years = days / DAYS_A_YEAR;
        StringBuilder text = new StringBuilder();
        if (years > 0) {
            text.append(years).append('y');
        }
        if (days > 0) {
            text.append(days % DAYS_A_YEAR).append('d');
        }
        if (hours > 0) {
            text.append(hours % 24).append('h');
        }
        if (minutes > 0) {
            text.append(minutes % 60).append('m');
        }
        return text.append(seconds % 60).append('s').toString();
    }
}
