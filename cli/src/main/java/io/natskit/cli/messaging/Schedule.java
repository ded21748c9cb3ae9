// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.messaging;

import io.natskit.wire.GoDuration;
import io.natskit.wire.headers.HeadersBuilder;
import io.natskit.wire.json.GoTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a stream is to send a message (ADR-51): options that become headers. */
final class Schedule {
    @Option(
            names = "--schedule-after",
            paramLabel = "DURATION",
            description = "Have the stream send it after this long.")
    @Nullable
    Duration after;

    @Option(
            names = "--schedule-at",
            paramLabel = "TIME",
            description = "Have the stream send it at this time (RFC 3339).")
    @Nullable
    String at;

    @Option(
            names = "--schedule-every",
            paramLabel = "DURATION",
            description = "Have the stream send it again and again.")
    @Nullable
    Duration every;

    @Option(names = "--schedule-cron", paramLabel = "CRON", description = "Have the stream send it by this calendar.")
    @Nullable
    String cron;

    @Option(names = "--schedule-dest", paramLabel = "SUBJECT", description = "Where the stream sends it to.")
    @Nullable
    String destination;

    @Option(
            names = "--schedule-source",
            paramLabel = "SUBJECT",
            description = "Send the last message of this subject instead.")
    @Nullable
    String source;

    @Option(names = "--schedule-ttl", paramLabel = "DURATION", description = "How long the sent messages live.")
    @Nullable
    Duration timeToLive;

    boolean isAsked() {
        return pattern() != null;
    }

    void applyTo(HeadersBuilder headers) {
        String pattern = pattern();
        if (pattern == null) {
            return;
        }
        if (destination == null) {
            throw new IllegalArgumentException(
                    "a schedule without --schedule-dest (expected: where the stream sends the message)");
        }
        headers.set("Nats-Schedule", pattern).set("Nats-Schedule-Target", destination);
        if (source != null) {
            headers.set("Nats-Schedule-Source", source);
        }
        if (timeToLive != null) {
            headers.set("Nats-Schedule-TTL", GoDuration.format(timeToLive));
        }
    }

    private @Nullable String pattern() {
        if (after != null) {
            return "@at " + GoTime.format(Instant.now().plus(after));
        }
        if (at != null) {
            return "@at " + at;
        }
        return every != null ? "@every " + GoDuration.format(every) : cron;
    }
}
