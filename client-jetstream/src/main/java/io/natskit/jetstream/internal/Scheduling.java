// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.AsyncSchedules;
import io.natskit.jetstream.PublishSpec;
import io.natskit.jetstream.PurgeSpec;
import io.natskit.jetstream.ScheduleSpec;
import io.natskit.jetstream.Schedules;
import io.natskit.wire.headers.HeadersBuilder;
import io.natskit.wire.jetstream.PubAck;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Schedules (ADR-51): a message whose headers say when, where and how. */
final class Scheduling {
    private final Engine engine;
    private final String stream;

    Scheduling(Engine engine, String stream) {
        this.engine = engine;
        this.stream = stream;
    }

    private static OutgoingMessage schedule(
            String name, OutgoingMessage message, String pattern, Consumer<ScheduleSpec> how) {
        ScheduleSpec spec = new ScheduleSpec();
        how.accept(spec);
        HeadersBuilder headers = message.headers().toBuilder()
                .set("Nats-Schedule", pattern)
                .set("Nats-Schedule-Target", message.subject());
        spec.applyTo(headers);
        return OutgoingMessage.to(name)
                .headers(headers.build())
                .payload(message.payload())
                .build();
    }

    private static String every(Duration period) {
        if (period.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("period: " + period + " (expected: >= PT1S)");
        }
        return "@every " + period.toMillis() + "ms";
    }

    private static OutgoingMessage cancelling(String name, OutgoingMessage message) {
        return OutgoingMessage.to(message.subject())
                .headers(message.headers().toBuilder()
                        .set("Nats-Scheduler", name)
                        .set("Nats-Schedule-Next", "purge")
                        .build())
                .payload(message.payload())
                .build();
    }

    private CompletableFuture<Boolean> cancelled(String name) {
        return engine.ops().purge(stream, new PurgeSpec().subject(name)).thenApply(purged -> purged > 0);
    }

    Schedules blocking() {
        return new Blocking();
    }

    AsyncSchedules async() {
        return new Async();
    }

    private final class Blocking implements Schedules {
        private PubAck publish(OutgoingMessage message) {
            return engine.publishing().publish(message, new PublishSpec().expectStream(stream));
        }

        @Override
        public PubAck at(String name, OutgoingMessage message, Instant when) {
            return at(name, message, when, s -> {});
        }

        @Override
        public PubAck at(String name, OutgoingMessage message, Instant when, Consumer<ScheduleSpec> spec) {
            return publish(schedule(name, message, "@at " + when, spec));
        }

        @Override
        public PubAck every(String name, OutgoingMessage message, Duration period) {
            return every(name, message, period, s -> {});
        }

        @Override
        public PubAck every(String name, OutgoingMessage message, Duration period, Consumer<ScheduleSpec> spec) {
            return publish(schedule(name, message, Scheduling.every(period), spec));
        }

        @Override
        public PubAck cron(String name, OutgoingMessage message, String cron, Consumer<ScheduleSpec> spec) {
            return publish(schedule(name, message, cron, spec));
        }

        @Override
        public boolean cancel(String name) {
            return engine.context().await(cancelled(name), "cancel");
        }

        @Override
        public PubAck cancelAndPublish(String name, OutgoingMessage message) {
            return publish(cancelling(name, message));
        }
    }

    private final class Async implements AsyncSchedules {
        private CompletableFuture<PubAck> publish(OutgoingMessage message) {
            return engine.publishing().publishAsync(message, new PublishSpec().expectStream(stream));
        }

        @Override
        public CompletableFuture<PubAck> at(String name, OutgoingMessage message, Instant when) {
            return at(name, message, when, s -> {});
        }

        @Override
        public CompletableFuture<PubAck> at(
                String name, OutgoingMessage message, Instant when, Consumer<ScheduleSpec> spec) {
            return publish(schedule(name, message, "@at " + when, spec));
        }

        @Override
        public CompletableFuture<PubAck> every(String name, OutgoingMessage message, Duration period) {
            return every(name, message, period, s -> {});
        }

        @Override
        public CompletableFuture<PubAck> every(
                String name, OutgoingMessage message, Duration period, Consumer<ScheduleSpec> spec) {
            return publish(schedule(name, message, Scheduling.every(period), spec));
        }

        @Override
        public CompletableFuture<PubAck> cron(
                String name, OutgoingMessage message, String cron, Consumer<ScheduleSpec> spec) {
            return publish(schedule(name, message, cron, spec));
        }

        @Override
        public CompletableFuture<Boolean> cancel(String name) {
            return engine.context().hop(cancelled(name));
        }

        @Override
        public CompletableFuture<PubAck> cancelAndPublish(String name, OutgoingMessage message) {
            return publish(cancelling(name, message));
        }
    }
}
