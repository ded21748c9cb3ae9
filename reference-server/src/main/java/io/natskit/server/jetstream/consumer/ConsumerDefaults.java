// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.PriorityPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what a configuration leaves open (CO-01 to CO-12), as nats-server does; in pedantic mode what would be corrected is refused instead. Made
 * for one configuration.
 */
final class ConsumerDefaults {
    /** How long an ephemeral consumer may be unused. */
    static final long INACTIVE_NANOS = 5_000_000_000L;

    private static final long ACK_PENDING = 1000;
    private static final long WAITING = 512;
    private static final Duration ACK_WAIT = Duration.ofSeconds(30);
    private static final Duration PIN_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration FLOW_HEARTBEAT = Duration.ofSeconds(1);

    private final ConsumerConfig asked;
    private final StreamConfig stream;
    private final ConsumerLimitsInForce limits;
    private final boolean pedantic;
    private final ConsumerConfigBuilder filled;
    private @Nullable String problem;

    ConsumerDefaults(ConsumerConfig asked, StreamConfig stream, ConsumerLimitsInForce limits, boolean pedantic) {
        this.asked = asked;
        this.stream = stream;
        this.limits = limits;
        this.pedantic = pedantic;
        this.filled = asked.toBuilder();
        fill();
    }

    /** Why a pedantic request is refused, or null. */
    @Nullable
    ApiError problem() {
        return problem == null ? null : JetStreamError.PEDANTIC.with(problem);
    }

    /** The whole configuration. */
    ConsumerConfig filled() {
        return filled.build();
    }

    private void fill() {
        if (asked.maxDeliver() == 0 || asked.maxDeliver() < -1) {
            refuse(asked.maxDeliver() < -1, "max_deliver must be set to -1");
            filled.maxDeliver(-1);
        }
        negatives();
        boolean pull = asked.deliverSubject().isEmpty();
        if (pull && asked.maxWaiting() <= 0) {
            filled.maxWaiting(WAITING);
        }
        boolean waits = asked.ackPolicy() == AckPolicy.EXPLICIT || asked.ackPolicy() == AckPolicy.ALL;
        Duration ackWait = asked.ackWait().isZero() && waits ? ACK_WAIT : asked.ackWait();
        if (!asked.backoff().isEmpty()) {
            Duration first = asked.backoff().get(0);
            refuse(!ackWait.equals(first), "first backoff value has to equal batch AckWait");
            ackWait = first;
        }
        filled.ackWait(ackWait);
        fromStream();
        if (pull && asked.maxBatch() <= 0 && limits.serverBatch() > 0) {
            refuse(true, "max_request_batch must be set if it's JetStream limits are set");
            filled.maxBatch(limits.serverBatch());
        }
        if (asked.priorityPolicy() == PriorityPolicy.PINNED_CLIENT
                && asked.priorityTimeout().compareTo(Duration.ZERO) <= 0) {
            filled.priorityTimeout(PIN_TIMEOUT);
        }
        if (asked.ackPolicy() == AckPolicy.FLOW_CONTROL && !pedantic) {
            filled.flowControl(true).idleHeartbeat(FLOW_HEARTBEAT);
        }
    }

    private void negatives() {
        if (asked.maxWaiting() < 0) {
            refuse(true, "max_waiting must not be negative");
            filled.maxWaiting(0);
        }
        if (asked.maxAckPending() < -1) {
            refuse(true, "max_ack_pending must be set to -1");
            filled.maxAckPending(-1);
        }
        if (asked.maxBatch() < 0) {
            refuse(true, "max_batch must not be negative");
            filled.maxBatch(0);
        }
        if (asked.maxExpires().isNegative()) {
            refuse(true, "max_expires must not be negative");
            filled.maxExpires(Duration.ZERO);
        }
        if (asked.maxBytes() < 0) {
            refuse(true, "max_bytes must not be negative");
            filled.maxBytes(0);
        }
        if (asked.idleHeartbeat().isNegative()) {
            refuse(true, "idle_heartbeat must not be negative");
            filled.idleHeartbeat(Duration.ZERO);
        }
        if (asked.inactiveThreshold().isNegative()) {
            refuse(true, "inactive_threshold must not be negative");
            filled.inactiveThreshold(Duration.ZERO);
        }
        if (asked.priorityTimeout().isNegative()) {
            refuse(true, "priority_timeout must not be negative");
            filled.priorityTimeout(Duration.ZERO);
        }
    }

    private void fromStream() {
        long ackPending = asked.maxAckPending();
        if (ackPending == 0) {
            ackPending = stream.consumerLimits().maxAckPending();
            refuse(ackPending > 0, "max_ack_pending must be set if it's configured in stream limits");
        }
        if (asked.inactiveThreshold().compareTo(Duration.ZERO) <= 0) {
            Duration threshold = stream.consumerLimits().inactiveThreshold();
            refuse(
                    threshold.compareTo(Duration.ZERO) > 0,
                    "inactive_threshold must be set if it's configured in stream limits");
            filled.inactiveThreshold(threshold);
        }
        if (ackPending == 0 && asked.ackPolicy() != AckPolicy.NONE) {
            ackPending = ACK_PENDING;
            if (limits.serverAckPending() > 0) {
                ackPending = Math.min(ackPending, limits.serverAckPending());
            }
            if (limits.accountAckPending() > 0) {
                ackPending = Math.min(ackPending, limits.accountAckPending());
            }
        }
        filled.maxAckPending(Math.max(-1, ackPending));
    }

    private void refuse(boolean wrong, String text) {
        if (pedantic && wrong && problem == null) {
            problem = text;
        }
    }

    /** The configuration of a consumer that exists: an ephemeral one without a threshold has the default one. */
    static ConsumerConfig stamped(ConsumerConfig config) {
        return config.durable().isEmpty() && config.inactiveThreshold().isZero()
                ? config.toBuilder()
                        .inactiveThreshold(Duration.ofNanos(INACTIVE_NANOS))
                        .build()
                : config;
    }
}
