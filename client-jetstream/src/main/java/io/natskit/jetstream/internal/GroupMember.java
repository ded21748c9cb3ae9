// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.jetstream.ConsumeSpec;
import io.natskit.jetstream.group.GroupConfig;
import io.natskit.jetstream.group.GroupKind;
import io.natskit.jetstream.group.JoinSpec;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.PriorityPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A member's consumer: how it is made, and how it is given up so that nothing of it is handled twice at once. No state of its own. */
final class GroupMember {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long LOOK_NANOS = 50_000_000L;
    private static final long YIELD_NANOS = 400_000_000L;
    private static final long YIELD_MORE_NANOS = 100_000_000L;

    private final Groups group;
    private final String member;
    private final JoinSpec spec;

    GroupMember(Groups group, String member, JoinSpec spec) {
        this.group = group;
        this.member = member;
        this.spec = spec;
        ConsumerConfigBuilder asked = ConsumerConfig.builder("").ackPolicy(AckPolicy.EXPLICIT);
        spec.consumer().accept(asked);
        AckPolicy policy = asked.build().ackPolicy();
        if (group.kind() == GroupKind.ELASTIC && policy != AckPolicy.EXPLICIT) {
            throw new IllegalArgumentException("ackPolicy: " + policy + " (expected: EXPLICIT in an elastic group)");
        }
    }

    long ackWaitNanos() {
        return spec.ackWait().toNanos();
    }

    /** How it is pulled from: a pull lasts half an ack wait, so that a silent client is noticed within one. */
    ConsumeSpec consume() {
        ConsumeSpec consume = new ConsumeSpec();
        spec.consume().accept(consume);
        Duration half = spec.ackWait().dividedBy(2);
        return consume.expires(half.compareTo(SECOND) > 0 ? half : SECOND).group(Groups.priorityGroup(), g -> {});
    }

    ConsumerConfig consumer(GroupConfig config) {
        ConsumerConfigBuilder consumer = ConsumerConfig.builder(group.consumer(member))
                .ackPolicy(AckPolicy.EXPLICIT)
                .maxAckPending(spec.maxAckPending());
        spec.consumer().accept(consumer);
        consumer.name(group.consumer(member))
                .ackWait(spec.ackWait())
                .filterSubjects(filters(config))
                .priorityGroups(Groups.priorityGroup())
                .priorityPolicy(PriorityPolicy.PINNED_CLIENT)
                .priorityTimeout(spec.ackWait());
        if (group.kind() == GroupKind.STATIC) {
            return consumer.durable(group.consumer(member)).build();
        }
        return consumer.durable("").inactiveThreshold(spec.ackWait()).build();
    }

    private List<String> filters(GroupConfig config) {
        List<String> subjects = new ArrayList<>(config.subjects());
        config.filters().forEach(filter -> subjects.add(filter.filter()));
        if (subjects.isEmpty()) {
            subjects.add(">");
        }
        List<Integer> partitions = config.membership().partitions(member, config.partitions());
        List<String> filters = new ArrayList<>();
        for (String subject : subjects) {
            partitions.forEach(partition -> filters.add(partition + "." + subject));
        }
        return filters;
    }

    /**
     * Makes way for members as they are now. Who is pinned has the consumer deliver no more, waits until what it delivered was answered, an ack wait at most, and deletes it; so that
     * no message is handled by two. Others leave that to the pinned one for a moment.
     *
     * @param quiet whether nothing is being handled here: who waits for the confirmation of an ack would wait for a consumer that is gone
     */
    CompletableFuture<Void> leave(Target from, @Nullable String pinId, BooleanSupplier quiet) {
        return look(from).thenCompose(info -> {
            if (info.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            boolean pinned = pinId != null
                    && info.get().priorityGroups().stream()
                            .anyMatch(state -> state.pinnedClientId().equals(pinId));
            if (!pinned) {
                return later(YIELD_NANOS + ThreadLocalRandom.current().nextLong(YIELD_MORE_NANOS));
            }
            long deadline = System.nanoTime() + ackWaitNanos();
            // twice as long: whoever dies in between leaves the consumer to its own end
            Instant until = Instant.now().plus(spec.ackWait().multipliedBy(2));
            return group.engine()
                    .ops()
                    .pause(from.stream(), from.consumer(), until)
                    .exceptionally(error -> null)
                    .thenCompose(nothing -> answered(from, deadline, quiet))
                    .thenCompose(nothing -> group.deleteConsumer(from.consumer()));
        });
    }

    private CompletableFuture<Optional<ConsumerInfo>> look(Target at) {
        return Api.ifFound(group.engine().ops().consumerInfo(at.stream(), at.consumer()));
    }

    private CompletableFuture<Void> answered(Target from, long deadline, BooleanSupplier quiet) {
        return look(from).thenCompose(info -> {
            boolean answered = info.isEmpty() || (info.get().numAckPending() == 0 && quiet.getAsBoolean());
            return answered || System.nanoTime() - deadline > 0
                    ? CompletableFuture.completedFuture(null)
                    : later(LOOK_NANOS).thenCompose(nothing -> answered(from, deadline, quiet));
        });
    }

    private CompletableFuture<Void> later(long nanos) {
        CompletableFuture<Void> later = new CompletableFuture<>();
        group.engine().context().inside().after(nanos, () -> later.complete(null));
        return later;
    }
}
