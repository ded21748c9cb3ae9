// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.DeliverPolicy;
import io.natskit.wire.jetstream.ReplayPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A consumer's configuration as its parts use it: bytes and nanoseconds, defaults filled in. Immutable. */
final class Terms {
    /** No end, for a time. */
    static final long NEVER = Long.MAX_VALUE;

    private final ConsumerConfig config;
    private final byte @Nullable [] deliverSubject;
    private final byte @Nullable [] deliverGroup;
    private final long[] waitNanos;
    private final SubjectFilter filter;
    private final int sampling;
    private final PullLimits pullLimits;

    private Terms(ConsumerConfig config) {
        this.config = config;
        this.deliverSubject = config.deliverSubject().isEmpty() ? null : bytes(config.deliverSubject());
        this.deliverGroup = config.deliverGroup().isEmpty() ? null : bytes(config.deliverGroup());
        this.waitNanos = waits(config);
        List<byte[]> patterns = new ArrayList<>();
        filters(config).forEach(one -> patterns.add(bytes(one)));
        this.filter = SubjectFilter.of(patterns);
        this.sampling = samplingOf(config.sampleFrequency());
        this.pullLimits = new PullLimits(
                narrow(config.maxWaiting()),
                narrow(config.maxBatch()),
                config.maxExpires().toNanos(),
                narrow(config.maxBytes()),
                config.priorityPolicy(),
                config.priorityGroups(),
                config.priorityTimeout().toNanos());
    }

    /** The terms of a checked configuration. */
    static Terms of(ConsumerConfig config) {
        return new Terms(config);
    }

    /** The filters of a configuration in one list; empty for every subject. */
    static List<String> filters(ConsumerConfig config) {
        if (config.filterSubject().isEmpty()) {
            return config.filterSubjects();
        }
        List<String> all = new ArrayList<>(config.filterSubjects());
        all.add(config.filterSubject());
        return all;
    }

    /** The percentage in a sampling frequency, or -1 if it is none. */
    static int samplingOf(String text) {
        String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        if (digits.isEmpty()) {
            return text.isEmpty() ? 0 : -1;
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static long[] waits(ConsumerConfig config) {
        if (config.backoff().isEmpty()) {
            return new long[] {config.ackWait().toNanos()};
        }
        return config.backoff().stream().mapToLong(Duration::toNanos).toArray();
    }

    ConsumerConfig config() {
        return config;
    }

    boolean isPush() {
        return deliverSubject != null;
    }

    byte @Nullable [] deliverSubject() {
        return deliverSubject;
    }

    byte @Nullable [] deliverGroup() {
        return deliverGroup;
    }

    boolean isDurable() {
        return !config.durable().isEmpty();
    }

    AckPolicy ackPolicy() {
        return config.ackPolicy();
    }

    boolean acksNothing() {
        return config.ackPolicy() == AckPolicy.NONE;
    }

    boolean acksExplicitly() {
        return config.ackPolicy() == AckPolicy.EXPLICIT;
    }

    boolean acksByFlowControl() {
        return config.ackPolicy() == AckPolicy.FLOW_CONTROL;
    }

    /** The waits for an acknowledgement by redelivery; 0 is for ever. */
    long[] waitNanos() {
        return waitNanos;
    }

    /** 0 for no bound. */
    int maxDeliver() {
        return Math.max(0, narrow(config.maxDeliver()));
    }

    /** 0 or less for no bound. */
    int maxAckPending() {
        return narrow(config.maxAckPending());
    }

    SubjectFilter filter() {
        return filter;
    }

    boolean isLastPerSubject() {
        return config.deliverPolicy() == DeliverPolicy.LAST_PER_SUBJECT;
    }

    boolean isReplay() {
        return config.replayPolicy() != ReplayPolicy.INSTANT;
    }

    /** The percentage of acknowledgements that are measured. */
    int sampling() {
        return sampling;
    }

    long idleHeartbeatNanos() {
        return config.idleHeartbeat().toNanos();
    }

    /** Until when nothing is delivered, in nanoseconds since 1970; 0 if it is not paused. */
    long pauseUntilWallNanos() {
        Instant until = config.pauseUntil().orElse(null);
        return until == null ? 0 : wallNanos(until);
    }

    PullLimits pullLimits() {
        return pullLimits;
    }

    static long wallNanos(Instant time) {
        try {
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
        } catch (ArithmeticException e) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private static int narrow(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
