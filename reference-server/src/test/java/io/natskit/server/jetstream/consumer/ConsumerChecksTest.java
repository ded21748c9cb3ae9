// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import io.natskit.wire.jetstream.ConsumerLimits;
import io.natskit.wire.jetstream.DeliverPolicy;
import io.natskit.wire.jetstream.PriorityPolicy;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The answers of nats-server 2.15.2 to configurations, asked of the running server. */
class ConsumerChecksTest {
    private static final StreamConfig STREAM =
            StreamConfig.builder("S").subjects("s.>").build();
    private static final ConsumerLimitsInForce SOME = new ConsumerLimitsInForce(800, 500, 100, 0, 0);

    private static ConsumerConfigBuilder pull() {
        return ConsumerConfig.builder("c");
    }

    private static ConsumerConfigBuilder push() {
        return pull().deliverSubject("out");
    }

    private static String problem(ConsumerConfigBuilder config) {
        return problem(config, STREAM, ConsumerLimitsInForce.NONE, false);
    }

    private static String problem(
            ConsumerConfigBuilder config, StreamConfig stream, ConsumerLimitsInForce limits, boolean pedantic) {
        ConsumerDefaults defaults = new ConsumerDefaults(config.build(), stream, limits, pedantic);
        @Nullable ApiError found = defaults.problem();
        if (found == null) {
            found = new ConsumerConfigCheck(defaults.filled(), stream, limits).problem();
        }
        return found == null ? "fine" : found.errCode() + " " + found.description();
    }

    private static ConsumerConfig filled(ConsumerConfigBuilder config) {
        return new ConsumerDefaults(config.build(), STREAM, ConsumerLimitsInForce.NONE, false).filled();
    }

    @Test
    void what_is_left_open_is_filled_in() {
        ConsumerConfig config = filled(pull());
        assertThat(config.ackWait()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.maxDeliver()).isEqualTo(-1);
        assertThat(config.maxWaiting()).isEqualTo(512);
        assertThat(config.maxAckPending()).isEqualTo(1000);
        assertThat(filled(pull().ackPolicy(AckPolicy.NONE)).maxAckPending()).isZero();
        assertThat(filled(push()).maxWaiting()).isZero();
        assertThat(filled(pull().backoff(Duration.ofSeconds(3))).ackWait()).isEqualTo(Duration.ofSeconds(3));
        assertThat(ConsumerDefaults.stamped(config).inactiveThreshold()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void bounds_of_server_account_and_stream_hold() {
        ConsumerDefaults bounded = new ConsumerDefaults(pull().build(), STREAM, SOME, false);
        assertThat(bounded.filled().maxAckPending()).isEqualTo(500);
        assertThat(bounded.filled().maxBatch()).isEqualTo(100);
        assertThat(problem(pull().maxAckPending(600), STREAM, SOME, false))
                .isEqualTo("10121 consumer max ack pending exceeds system limit of 500");
        assertThat(problem(pull().maxBatch(101), STREAM, SOME, false))
                .isEqualTo("10125 consumer max request batch exceeds server limit of 100");
        StreamConfig limiting = STREAM.toBuilder()
                .consumerLimits(new ConsumerLimits(Duration.ofSeconds(5), 50))
                .build();
        assertThat(problem(pull().maxAckPending(51), limiting, ConsumerLimitsInForce.NONE, false))
                .isEqualTo("10121 consumer max ack pending exceeds system limit of 50");
        assertThat(problem(
                        pull().inactiveThreshold(Duration.ofSeconds(6)), limiting, ConsumerLimitsInForce.NONE, false))
                .isEqualTo("10153 consumer inactive threshold exceeds system limit of 5s");
    }

    @Test
    void pedantic_requests_are_refused_instead_of_corrected() {
        assertThat(problem(pull().maxDeliver(-5), STREAM, ConsumerLimitsInForce.NONE, true))
                .isEqualTo("10157 pedantic mode: max_deliver must be set to -1");
        assertThat(problem(pull().maxWaiting(-5), STREAM, ConsumerLimitsInForce.NONE, true))
                .isEqualTo("10157 pedantic mode: max_waiting must not be negative");
        assertThat(problem(pull().maxWaiting(-5))).isEqualTo("fine");
    }

    @Test
    void acknowledgement_settings_must_go_together() {
        assertThat(problem(pull().ackWait(Duration.ofNanos(-1)))).startsWith("10183 ");
        assertThat(problem(pull().backoff(Duration.ofSeconds(1), Duration.ofSeconds(2))
                        .maxDeliver(1)))
                .startsWith("10116 ");
        assertThat(problem(pull().ackPolicy(AckPolicy.FLOW_CONTROL))).startsWith("10218 ");
        assertThat(problem(push().ackPolicy(AckPolicy.FLOW_CONTROL).ackWait(Duration.ofSeconds(1))))
                .startsWith("10221 ");
        assertThat(problem(push().ackPolicy(AckPolicy.FLOW_CONTROL).maxDeliver(3)))
                .startsWith("10222 ");
    }

    @Test
    void what_belongs_to_pushing_and_pulling_is_kept_apart() {
        assertThat(problem(pull().rateLimit(100))).startsWith("10086 ");
        assertThat(problem(pull().idleHeartbeat(Duration.ofSeconds(1)))).startsWith("10088 ");
        assertThat(problem(pull().flowControl(true))).startsWith("10089 ");
        assertThat(problem(pull().maxExpires(Duration.ofNanos(100)))).startsWith("10115 ");
        assertThat(problem(push().deliverSubject("a.*"))).startsWith("10079 ");
        assertThat(problem(push().deliverSubject("s.x"))).startsWith("10081 ");
        assertThat(problem(push().maxWaiting(5))).startsWith("10080 ");
        assertThat(problem(push().idleHeartbeat(Duration.ofMillis(1)))).startsWith("10083 ");
        assertThat(problem(push().flowControl(true))).startsWith("10108 ");
        assertThat(problem(push().ackPolicy(AckPolicy.NONE).maxAckPending(5))).startsWith("10082 ");
    }

    @Test
    void filters_are_one_or_several_that_do_not_overlap() {
        assertThat(problem(pull().filterSubject("a").filterSubjects("b"))).startsWith("10136 ");
        assertThat(problem(pull().filterSubjects(""))).startsWith("10139 ");
        assertThat(problem(pull().filterSubjects("a.*", "a.b"))).startsWith("10138 ");
        assertThat(problem(pull().filterSubject("a..b"))).isEqualTo("10052 invalid subject");
    }

    @Test
    void the_start_must_go_with_the_policy() {
        assertThat(problem(pull().startSequence(3)))
                .isEqualTo("10094 consumer delivery policy is deliver all, but optional start sequence is also set");
        assertThat(problem(pull().deliverPolicy(DeliverPolicy.LAST_PER_SUBJECT)))
                .isEqualTo("10094 consumer delivery policy is deliver last per subject, but optional filter subject is"
                        + " not set");
        assertThat(problem(pull().deliverPolicy(DeliverPolicy.BY_START_TIME)
                        .startTime(Instant.EPOCH)
                        .startSequence(1)))
                .isEqualTo("10094 consumer delivery policy is deliver by start time, but optional start start sequence"
                        + " is also set");
    }

    @Test
    void the_rest_is_looked_at_too() {
        assertThat(problem(pull().sampleFrequency("x")))
                .isEqualTo("10095 failed to parse consumer sampling configuration: strconv.Atoi: parsing \"x\": invalid"
                        + " syntax");
        assertThat(problem(pull().durable("other"))).startsWith("10132 ");
        assertThat(problem(pull().metadata(Map.of("a", "b".repeat(140_000))))).startsWith("10135 ");
        assertThat(problem(pull().priorityPolicy(PriorityPolicy.OVERFLOW))).startsWith("10159 ");
        assertThat(problem(pull().priorityPolicy(PriorityPolicy.OVERFLOW).priorityGroups(List.of("a b"))))
                .startsWith("10162 ");
        assertThat(problem(pull().priorityGroups(List.of("a")))).startsWith("10196 ");
        assertThat(problem(pull().priorityTimeout(Duration.ofSeconds(1)))).startsWith("10197 ");
        assertThat(problem(pull().name("a.b"))).startsWith("10052 consumer name can not contain");
        StreamConfig queue =
                STREAM.toBuilder().retention(RetentionPolicy.WORK_QUEUE).build();
        assertThat(problem(pull().ackPolicy(AckPolicy.NONE), queue, ConsumerLimitsInForce.NONE, false))
                .startsWith("10084 ");
    }

    @Test
    void some_things_may_not_be_changed() {
        ConsumerConfig old = filled(pull());
        assertThat(change(old, old.toBuilder().ackPolicy(AckPolicy.ALL)))
                .isEqualTo("10012 ack policy can not be updated");
        assertThat(change(old, old.toBuilder().deliverPolicy(DeliverPolicy.NEW)))
                .isEqualTo("10012 deliver policy can not be updated");
        assertThat(change(old, old.toBuilder().deliverSubject("x")))
                .isEqualTo("10012 can not update pull consumer to push based");
        assertThat(change(old, old.toBuilder().maxWaiting(5))).isEqualTo("10012 max waiting can not be updated");
        assertThat(change(
                        old, old.toBuilder().description("new").maxAckPending(5).filterSubject("s.a")))
                .isEqualTo("fine");
        ConsumerConfig pushed = filled(push());
        assertThat(change(pushed, pushed.toBuilder().deliverSubject("elsewhere")))
                .isEqualTo("10013 consumer name already in use");
    }

    private static String change(ConsumerConfig old, ConsumerConfigBuilder changed) {
        ApiError found = ConsumerUpdateCheck.problem(old, changed.build(), subject -> true);
        return found == null ? "fine" : found.errCode() + " " + found.description();
    }
}
