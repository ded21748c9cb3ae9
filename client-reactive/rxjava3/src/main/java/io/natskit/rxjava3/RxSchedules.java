// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.AsyncSchedules;
import io.natskit.jetstream.ScheduleSpec;
import io.natskit.wire.jetstream.PubAck;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Schedules in the shapes of RxJava; each method means what its namesake in {@link AsyncSchedules} says. */
public final class RxSchedules {
    private final AsyncSchedules async;

    RxSchedules(AsyncSchedules async) {
        this.async = async;
    }

    /** See {@link AsyncSchedules#at(String, OutgoingMessage, Instant)}. */
    public Single<PubAck> at(String name, OutgoingMessage message, Instant when) {
        return Futures.single(() -> async.at(name, message, when));
    }

    /** See {@link AsyncSchedules#at(String, OutgoingMessage, Instant, Consumer)}. */
    public Single<PubAck> at(String name, OutgoingMessage message, Instant when, Consumer<ScheduleSpec> spec) {
        return Futures.single(() -> async.at(name, message, when, spec));
    }

    /** See {@link AsyncSchedules#every(String, OutgoingMessage, Duration)}. */
    public Single<PubAck> every(String name, OutgoingMessage message, Duration period) {
        return Futures.single(() -> async.every(name, message, period));
    }

    /** See {@link AsyncSchedules#every(String, OutgoingMessage, Duration, Consumer)}. */
    public Single<PubAck> every(String name, OutgoingMessage message, Duration period, Consumer<ScheduleSpec> spec) {
        return Futures.single(() -> async.every(name, message, period, spec));
    }

    /** See {@link AsyncSchedules#cron(String, OutgoingMessage, String, Consumer)}. */
    public Single<PubAck> cron(String name, OutgoingMessage message, String cron, Consumer<ScheduleSpec> spec) {
        return Futures.single(() -> async.cron(name, message, cron, spec));
    }

    /** See {@link AsyncSchedules#cancel(String)}. */
    public Single<Boolean> cancel(String name) {
        return Futures.single(() -> async.cancel(name));
    }

    /** See {@link AsyncSchedules#cancelAndPublish(String, OutgoingMessage)}. */
    public Single<PubAck> cancelAndPublish(String name, OutgoingMessage message) {
        return Futures.single(() -> async.cancelAndPublish(name, message));
    }
}
