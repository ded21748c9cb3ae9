// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.OutgoingMessage;
import io.natskit.wire.jetstream.PubAck;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** {@link Schedules} for callers that must not wait. */
public interface AsyncSchedules {

    /** See {@link Schedules#at(String, OutgoingMessage, Instant)}. */
    CompletableFuture<PubAck> at(String name, OutgoingMessage message, Instant when);

    /** See {@link Schedules#at(String, OutgoingMessage, Instant, Consumer)}. */
    CompletableFuture<PubAck> at(String name, OutgoingMessage message, Instant when, Consumer<ScheduleSpec> spec);

    /** See {@link Schedules#every(String, OutgoingMessage, Duration)}. */
    CompletableFuture<PubAck> every(String name, OutgoingMessage message, Duration period);

    /** See {@link Schedules#every(String, OutgoingMessage, Duration, Consumer)}. */
    CompletableFuture<PubAck> every(String name, OutgoingMessage message, Duration period, Consumer<ScheduleSpec> spec);

    /** See {@link Schedules#cron(String, OutgoingMessage, String, Consumer)}. */
    CompletableFuture<PubAck> cron(String name, OutgoingMessage message, String cron, Consumer<ScheduleSpec> spec);

    /** See {@link Schedules#cancel(String)}. */
    CompletableFuture<Boolean> cancel(String name);

    /** See {@link Schedules#cancelAndPublish(String, OutgoingMessage)}. */
    CompletableFuture<PubAck> cancelAndPublish(String name, OutgoingMessage message);
}
