// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.wire.GoDuration;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.PriorityPolicy;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a consumer's configuration must be (CO-01 to CO-12), in the order in which nats-server looks. Pure; made for one configuration. */
final class ConsumerConfigCheck {
    private static final int DESCRIPTION_MAX = 4 * 1024;
    private static final int METADATA_MAX = 128 * 1024;
    private static final int GROUP_MAX = 16;
    private static final Duration FLOW_HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration SMALLEST_HEARTBEAT = Duration.ofMillis(100);

    private final ConsumerConfig config;
    private final StreamConfig stream;
    private final ConsumerLimitsInForce limits;
    private final boolean push;

    ConsumerConfigCheck(ConsumerConfig config, StreamConfig stream, ConsumerLimitsInForce limits) {
        this.config = config;
        this.stream = stream;
        this.limits = limits;
        this.push = !config.deliverSubject().isEmpty();
    }

    private static ApiError of(JetStreamError error) {
        return error.with();
    }

    /** The first thing that is wrong, or null. */
    @Nullable
    ApiError problem() {
        ApiError found = naming();
        found = found != null ? found : acknowledging();
        found = found != null ? found : push ? pushing() : pulling();
        found = found != null ? found : bounds();
        found = found != null ? found : filters();
        found = found != null ? found : StartCheck.problem(config);
        return found != null ? found : rest();
    }

    private @Nullable ApiError naming() {
        String text = "can not contain '.', '*', '>', '\\', '/'";
        if (!config.name().isEmpty() && !isAssetName(config.name())) {
            return JetStreamError.STREAM_INVALID_CONFIG.with("consumer name " + text);
        }
        if (!config.durable().isEmpty() && !isAssetName(config.durable())) {
            return JetStreamError.STREAM_INVALID_CONFIG.with("consumer durable name " + text);
        }
        if (config.replicas() > 0 && config.replicas() > stream.replicas()) {
            return of(JetStreamError.CONSUMER_REPLICAS_EXCEEDS_STREAM);
        }
        if (config.replicas() < 0) {
            return of(JetStreamError.REPLICAS_COUNT_CANNOT_BE_NEGATIVE);
        }
        if (stream.retention() != RetentionPolicy.LIMITS
                && config.replicas() != 0
                && config.replicas() != stream.replicas()) {
            return of(JetStreamError.CONSUMER_REPLICAS_SHOULD_MATCH_STREAM);
        }
        return null;
    }

    private @Nullable ApiError acknowledging() {
        for (Duration wait : config.backoff()) {
            if (wait.isNegative()) {
                return of(JetStreamError.CONSUMER_BACK_OFF_NEGATIVE);
            }
        }
        if (config.ackWait().isNegative()) {
            return of(JetStreamError.CONSUMER_ACK_WAIT_NEGATIVE);
        }
        ApiError flow = config.ackPolicy() == AckPolicy.FLOW_CONTROL ? flowControl() : null;
        if (flow != null) {
            return flow;
        }
        if (!config.backoff().isEmpty()
                && config.maxDeliver() != -1
                && config.backoff().size() > config.maxDeliver()) {
            return of(JetStreamError.CONSUMER_MAX_DELIVER_BACKOFF);
        }
        if (config.description().getBytes(StandardCharsets.UTF_8).length > DESCRIPTION_MAX) {
            return JetStreamError.CONSUMER_DESCRIPTION_TOO_LONG.with(DESCRIPTION_MAX);
        }
        return null;
    }

    private @Nullable ApiError flowControl() {
        if (!push) {
            return of(JetStreamError.CONSUMER_ACK_FC_REQUIRES_PUSH);
        }
        if (!config.flowControl()) {
            return of(JetStreamError.CONSUMER_ACK_FC_REQUIRES_FC);
        }
        if (!config.idleHeartbeat().equals(FLOW_HEARTBEAT)) {
            return JetStreamError.STREAM_INVALID_CONFIG.with("flow control ack policy heartbeat needs to be 1s");
        }
        if (config.maxAckPending() <= 0) {
            return of(JetStreamError.CONSUMER_ACK_FC_REQUIRES_MAX_ACK_PENDING);
        }
        if (!config.ackWait().isZero() || !config.backoff().isEmpty()) {
            return of(JetStreamError.CONSUMER_ACK_FC_REQUIRES_NO_ACK_WAIT);
        }
        return config.maxDeliver() > 0 ? of(JetStreamError.CONSUMER_ACK_FC_REQUIRES_NO_MAX_DELIVER) : null;
    }

    private @Nullable ApiError pushing() {
        String subject = config.deliverSubject();
        if (!Subjects.isLiteral(subject)) {
            return of(JetStreamError.CONSUMER_DELIVER_TO_WILDCARDS);
        }
        if (!Subjects.isValid(subject)) {
            return of(JetStreamError.CONSUMER_INVALID_DELIVER_SUBJECT);
        }
        for (String one : stream.subjects()) {
            if (Subjects.isSubsetOf(subject, one)) {
                return of(JetStreamError.CONSUMER_DELIVER_CYCLE);
            }
        }
        if (config.maxWaiting() != 0) {
            return of(JetStreamError.CONSUMER_PUSH_MAX_WAITING);
        }
        if (config.maxAckPending() > 0 && config.ackPolicy() == AckPolicy.NONE) {
            return of(JetStreamError.CONSUMER_MAX_PENDING_ACK_POLICY_REQUIRED);
        }
        Duration heartbeat = config.idleHeartbeat();
        return !heartbeat.isZero() && heartbeat.compareTo(SMALLEST_HEARTBEAT) < 0
                ? of(JetStreamError.CONSUMER_SMALL_HEARTBEAT)
                : null;
    }

    private @Nullable ApiError pulling() {
        if (config.ackPolicy() == AckPolicy.NONE && stream.retention() == RetentionPolicy.WORK_QUEUE) {
            return of(JetStreamError.CONSUMER_PULL_REQUIRES_ACK);
        }
        if (config.rateLimit() != 0) {
            return of(JetStreamError.CONSUMER_PULL_WITH_RATE_LIMIT);
        }
        if (!config.idleHeartbeat().isZero()) {
            return of(JetStreamError.CONSUMER_HB_REQUIRES_PUSH);
        }
        if (config.flowControl()) {
            return of(JetStreamError.CONSUMER_FC_REQUIRES_PUSH);
        }
        Duration expires = config.maxExpires();
        if (!expires.isZero() && expires.compareTo(Duration.ofMillis(1)) < 0) {
            return of(JetStreamError.CONSUMER_MAX_REQUEST_EXPIRES_TOO_SMALL);
        }
        return limits.serverBatch() > 0 && config.maxBatch() > limits.serverBatch()
                ? JetStreamError.CONSUMER_MAX_REQUEST_BATCH_EXCEEDED.with(limits.serverBatch())
                : null;
    }

    private @Nullable ApiError bounds() {
        long streamAckPending = stream.consumerLimits().maxAckPending();
        for (long most : new long[] {limits.serverAckPending(), limits.accountAckPending(), streamAckPending}) {
            if (most > 0 && config.maxAckPending() > most) {
                return JetStreamError.CONSUMER_MAX_PENDING_ACK_EXCESS.with(most);
            }
        }
        Duration threshold = stream.consumerLimits().inactiveThreshold();
        if (threshold.compareTo(Duration.ZERO) > 0 && config.inactiveThreshold().compareTo(threshold) > 0) {
            return JetStreamError.CONSUMER_INACTIVE_THRESHOLD_EXCESS.with(GoDuration.format(threshold));
        }
        if (config.direct()) {
            if (!push) {
                return of(JetStreamError.CONSUMER_DIRECT_REQUIRES_PUSH);
            }
            if (!config.durable().isEmpty()) {
                return of(JetStreamError.CONSUMER_DIRECT_REQUIRES_EPHEMERAL);
            }
        }
        return null;
    }

    private @Nullable ApiError filters() {
        if (!config.filterSubject().isEmpty() && !config.filterSubjects().isEmpty()) {
            return of(JetStreamError.CONSUMER_DUPLICATE_FILTER_SUBJECTS);
        }
        if (!config.filterSubject().isEmpty() && !Subjects.isValid(config.filterSubject())) {
            return JetStreamError.STREAM_INVALID_CONFIG.with("invalid subject");
        }
        if (config.filterSubjects().contains("")) {
            return of(JetStreamError.CONSUMER_EMPTY_FILTER);
        }
        List<String> all = Terms.filters(config);
        for (int i = 0; i < all.size(); i++) {
            if (!Subjects.isValid(all.get(i))) {
                return JetStreamError.STREAM_INVALID_CONFIG.with("invalid subject");
            }
            for (int j = 0; j < all.size(); j++) {
                if (i != j && Subjects.isSubsetOf(all.get(i), all.get(j))) {
                    return of(JetStreamError.CONSUMER_OVERLAPPING_SUBJECT_FILTERS);
                }
            }
        }
        return null;
    }

    private @Nullable ApiError rest() {
        if (!config.sampleFrequency().isEmpty() && Terms.samplingOf(config.sampleFrequency()) < 0) {
            return JetStreamError.CONSUMER_INVALID_SAMPLING.with(StartCheck.samplingProblem(config.sampleFrequency()));
        }
        if (config.flowControl() && config.idleHeartbeat().isZero()) {
            return of(JetStreamError.CONSUMER_WITH_FLOW_CONTROL_NEEDS_HEARTBEATS);
        }
        if (!config.durable().isEmpty()
                && !config.name().isEmpty()
                && !config.name().equals(config.durable())) {
            return of(JetStreamError.CONSUMER_CREATE_DURABLE_AND_NAME_MISMATCH);
        }
        int metadata = config.metadata().entrySet().stream()
                .mapToInt(entry -> length(entry.getKey()) + length(entry.getValue()))
                .sum();
        if (metadata > METADATA_MAX) {
            return JetStreamError.CONSUMER_METADATA_LENGTH.with(METADATA_MAX / 1024 + "KB");
        }
        return config.priorityPolicy() == PriorityPolicy.NONE ? ungrouped() : grouped();
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private @Nullable ApiError grouped() {
        if (push) {
            return of(JetStreamError.CONSUMER_PUSH_WITH_PRIORITY_GROUP);
        }
        if (config.priorityGroups().isEmpty()) {
            return of(JetStreamError.CONSUMER_PRIORITY_POLICY_WITHOUT_GROUP);
        }
        for (String group : config.priorityGroups()) {
            if (group.isEmpty()) {
                return of(JetStreamError.CONSUMER_EMPTY_GROUP_NAME);
            }
            if (!isGroupName(group)) {
                return of(JetStreamError.CONSUMER_INVALID_GROUP_NAME);
            }
        }
        return null;
    }

    private @Nullable ApiError ungrouped() {
        if (!config.priorityGroups().isEmpty()) {
            return of(JetStreamError.CONSUMER_PRIORITY_GROUP_WITH_POLICY_NONE);
        }
        return config.priorityTimeout().compareTo(Duration.ZERO) > 0
                ? of(JetStreamError.CONSUMER_PINNED_TTL_WITHOUT_PRIORITY_POLICY_NONE)
                : null;
    }

    /** Whether a priority group may be called so. */
    static boolean isGroupName(String name) {
        if (name.isEmpty() || name.length() > GROUP_MAX) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!word && "/_=-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a consumer may be called so. */
    static boolean isAssetName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (" \t\r\n\f.*>\\/".indexOf(name.charAt(i)) >= 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
