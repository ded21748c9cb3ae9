// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.ConsumerInfoBuilder;
import io.natskit.wire.jetstream.PriorityGroupState;
import io.natskit.wire.jetstream.SequenceInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A consumer as the API shows it (CO-14). On the consumer's loop. */
final class ConsumerInfos {
    private ConsumerInfos() {}

    static ConsumerInfo of(Consumer consumer, Surroundings around) {
        Progress progress = consumer.progress();
        ShownState shown = progress.shown();
        ConsumerConfig config = consumer.terms().config();
        long wall = around.wallNanos();
        Pulls pulls = consumer.pulls();
        if (pulls != null) {
            pulls.settle(false, around.nowNanos());
        }
        Push push = consumer.push();
        ConsumerInfoBuilder info = ConsumerInfo.builder()
                .streamName(consumer.identity().stream())
                .name(consumer.identity().name())
                .created(consumer.identity().created())
                .config(config)
                .delivered(sequences(
                        shown.deliveredConsumer(), deliveredStream(consumer), consumer.lastDeliveryWallNanos()))
                .ackFloor(sequences(shown.floorConsumer(), shown.floorStream(), consumer.lastAckWallNanos()))
                .numAckPending(progress.pending().size())
                .numRedelivered(config.maxDeliver() == 1 ? 0 : progress.redeliveredCount())
                .numWaiting(pulls == null ? 0 : pulls.size())
                .numPending(consumer.cursor().shownCount(around.lastSequence()))
                .pushBound(push != null && push.isActive())
                .timestamp(time(wall))
                .priorityGroups(groups(consumer, config));
        long until = consumer.terms().pauseUntilWallNanos();
        if (until > wall) {
            info.paused(true).pauseRemaining(Duration.ofNanos(until - wall));
        }
        return info.build();
    }

    /** What was delivered; of a consumer in memory that had nothing to deliver yet, what it has looked at, as nats-server shows it. */
    private static long deliveredStream(Consumer consumer) {
        ShownState shown = consumer.progress().shown();
        boolean untouched = shown.deliveredStream() == 0 && shown.deliveredConsumer() == 0;
        return untouched && consumer.isInMemory() ? consumer.progress().nextStream() - 1 : shown.deliveredStream();
    }

    private static SequenceInfo sequences(long consumer, long stream, long lastWallNanos) {
        return SequenceInfo.builder().consumer(consumer).stream(stream)
                .lastActive(time(lastWallNanos))
                .build();
    }

    private static List<PriorityGroupState> groups(Consumer consumer, ConsumerConfig config) {
        if (config.priorityGroups().isEmpty()) {
            return List.of();
        }
        String id = consumer.pin().id();
        return List.of(PriorityGroupState.builder()
                .group(config.priorityGroups().get(0))
                .pinnedClientId(id == null ? "" : id)
                .pinnedTime(time(consumer.pin().sinceWallNanos()))
                .build());
    }

    private static @Nullable Instant time(long wallNanos) {
        return wallNanos == 0 ? null : Instant.ofEpochSecond(wallNanos / 1_000_000_000, wallNanos % 1_000_000_000);
    }
}
