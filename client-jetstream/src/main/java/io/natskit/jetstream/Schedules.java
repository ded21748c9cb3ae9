// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.OutgoingMessage;
import io.natskit.wire.jetstream.PubAck;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Messages that the server publishes later, in a stream that allows schedules (ADR-51, server 2.12). A schedule is a message on a subject of its own, its {@code name}: a
 * later one with that name replaces it. {@code message} is what is published, on its own subject; both subjects are the stream's.
 */
public interface Schedules {

    /** Publishes {@code message} once, at {@code when}. */
    PubAck at(String name, OutgoingMessage message, Instant when);

    /** As {@link #at(String, OutgoingMessage, Instant)}, as {@code spec} says. */
    PubAck at(String name, OutgoingMessage message, Instant when, Consumer<ScheduleSpec> spec);

    /** Publishes {@code message} again and again, {@code period} (at least 1 s) apart. */
    PubAck every(String name, OutgoingMessage message, Duration period);

    /** As {@link #every(String, OutgoingMessage, Duration)}, as {@code spec} says. */
    PubAck every(String name, OutgoingMessage message, Duration period, Consumer<ScheduleSpec> spec);

    /** Publishes {@code message} as {@code cron} says: six fields beginning with seconds, or {@code @hourly}, {@code @daily}, {@code @weekly}, {@code @monthly}, {@code @yearly}. */
    PubAck cron(String name, OutgoingMessage message, String cron, Consumer<ScheduleSpec> spec);

    /** Ends a schedule; true when there was one. */
    boolean cancel(String name);

    /** Publishes {@code message} now and ends the schedule, in one step (server 2.14). */
    PubAck cancelAndPublish(String name, OutgoingMessage message);
}
