// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.checks.Checks;
import io.natskit.wire.headers.HeadersBuilder;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** How a schedule publishes (ADR-51). */
public final class ScheduleSpec {
    private @Nullable String timeToLive;
    private @Nullable String source;
    private @Nullable String timeZone;
    private boolean rollup;

    /** The defaults. */
    public ScheduleSpec() {}

    /** What is published lives so long; whole seconds. */
    public ScheduleSpec timeToLive(Duration ttl) {
        this.timeToLive =
                Checks.atLeast("timeToLive", ttl, Duration.ofSeconds(1)).toSeconds() + "s";
        return this;
    }

    /** Publishes the last message of {@code subject} instead of the schedule's own payload (server 2.14). */
    public ScheduleSpec source(String subject) {
        this.source = Checks.notBlank("source", subject);
        return this;
    }

    /** Where the hours of a cron expression are meant; default UTC (server 2.14). */
    public ScheduleSpec timeZone(ZoneId zone) {
        this.timeZone = zone.getId();
        return this;
    }

    /** What is published replaces all earlier messages of the target (server 2.14). */
    public ScheduleSpec rollup() {
        this.rollup = true;
        return this;
    }

    /** Writes these choices as headers. */
    public void applyTo(HeadersBuilder headers) {
        set(headers, "Nats-Schedule-TTL", timeToLive);
        set(headers, "Nats-Schedule-Source", source);
        set(headers, "Nats-Schedule-Time-Zone", timeZone);
        set(headers, "Nats-Schedule-Rollup", rollup ? "sub" : null);
    }

    private static void set(HeadersBuilder headers, String name, @Nullable String value) {
        if (value != null) {
            headers.set(name, value);
        }
    }
}
