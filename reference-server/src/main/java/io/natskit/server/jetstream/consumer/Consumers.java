// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ConsumerStore;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.RequiredLevel;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.jetstream.stream.StreamConsumer;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.ConsumerAction;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerLimits;
import io.natskit.wire.jetstream.DeliverPolicy;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The consumers of a stream: made, changed, found (JA-16 to JA-22). Everything on the stream's loop. */
public final class Consumers {
    private static final int NAME_MAX = 255;
    private static final int AUTO_NAME = 8;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Consumers() {}

    /** The consumer of that name, or null. */
    public static @Nullable ConsumerActor find(Stream stream, String name) {
        return stream.consumer(name) instanceof ConsumerActor known && !known.isInTheMaking() ? known : null;
    }

    /** The consumers that are shown, by name. */
    public static List<ConsumerActor> shown(Stream stream) {
        return all(stream, true);
    }

    /** Those by which mirrors and sources hear, in the order of their names. On the stream's loop. */
    public static List<ConsumerActor> ofCopies(Stream stream) {
        return all(stream, false);
    }

    private static List<ConsumerActor> all(Stream stream, boolean shown) {
        List<ConsumerActor> all = new ArrayList<>();
        for (StreamConsumer one : stream.consumers()) {
            if (one instanceof ConsumerActor known && known.isPublic() == shown && !known.isInTheMaking()) {
                all.add(known);
            }
        }
        all.sort(Comparator.comparing(ConsumerActor::name));
        return all;
    }

    /**
     * What becomes of the consumer that a mirror or a source asks for (SC-23): a hidden one of a name that it alone has, or, of a stream that keeps its
     * messages only until they are acknowledged, a durable one that acknowledges by flow control. Any other configuration is left as it is.
     */
    public static ConsumerConfig forCopies(Stream stream, ConsumerConfig asked) {
        if (!asked.sourcing()) {
            return asked;
        }
        if (asked.direct() && !asked.name().isEmpty()) {
            if (stream.config().retention() == RetentionPolicy.LIMITS) {
                return asked.toBuilder()
                        .name(asked.name() + "-" + freshName(stream))
                        .build();
            }
            return keptStart(
                    stream,
                    asked.toBuilder()
                            .direct(false)
                            .durable(asked.name())
                            .ackPolicy(AckPolicy.FLOW_CONTROL)
                            .ackWait(Duration.ZERO)
                            .maxDeliver(0)
                            .inactiveThreshold(Duration.ZERO)
                            .build());
        }
        return keptStart(stream, asked);
    }

    /** A durable one that is there begins after what it has had acknowledged, wherever the copy thinks that it is. */
    private static ConsumerConfig keptStart(Stream stream, ConsumerConfig asked) {
        StreamConsumer known = asked.durable().isEmpty() ? null : stream.consumer(asked.durable());
        if (known == null) {
            return asked;
        }
        ConsumerConfig old = known.config();
        return asked.toBuilder()
                .deliverPolicy(old.deliverPolicy())
                .startSequence(old.startSequence())
                .startTime(old.startTime().orElse(null))
                .build();
    }

    /**
     * Makes a consumer, or changes the one of that name, as {@code action} allows, and hands it to {@code done} once it is kept. Throws
     * {@link ApiException} with nats-server's answer, or tells {@code failed} why it could not be kept.
     */
    public static void make(
            Stream stream,
            ConsumerConfig asked,
            ConsumerAction action,
            boolean pedantic,
            ConsumerLimitsInForce limits,
            ConsumerStores stores,
            Consumer<ConsumerActor> done,
            Consumer<RuntimeException> failed) {
        StreamConfig of = stream.config();
        ConsumerActor known = stream.consumer(nameOf(asked)) instanceof ConsumerActor actor ? actor : null;
        if (known != null && known.isInTheMaking()) {
            known.whenMade(() -> make(stream, asked, action, pedantic, limits, stores, done, failed), failed);
            return;
        }
        refuseIf(known != null && known.isOffline() ? known.offlineError() : null);
        ConsumerConfig wanted = ConsumerMetadata.kept(
                known == null
                        ? asked
                        : asked.toBuilder()
                                .pauseUntil(known.config().pauseUntil().orElse(null))
                                .build());
        ConsumerDefaults defaults = new ConsumerDefaults(wanted, of, limits, pedantic);
        refuseIf(defaults.problem());
        ConsumerConfig config = defaults.filled();
        refuseIf(new ConsumerConfigCheck(config, of, limits).problem());
        if (known != null) {
            change(stream, known, config, action, done, failed);
            return;
        }
        if (action == ConsumerAction.UPDATE) {
            throw new ApiException(JetStreamError.CONSUMER_DOES_NOT_EXIST);
        }
        refuseIf(room(stream, config, limits));
        String named = nameOf(config);
        // a name that is chosen here is not shown in the configuration
        String name = named.isEmpty() ? freshName(stream) : named;
        start(stream, name, ConsumerDefaults.stamped(config), stores, done, failed);
    }

    private static void refuseIf(@Nullable ApiError problem) {
        if (problem != null) {
            throw new ApiException(problem);
        }
    }

    private static String nameOf(ConsumerConfig config) {
        return config.durable().isEmpty() ? config.name() : config.durable();
    }

    private static void change(
            Stream stream,
            ConsumerActor known,
            ConsumerConfig config,
            ConsumerAction action,
            Consumer<ConsumerActor> done,
            Consumer<RuntimeException> failed) {
        ConsumerConfig old = known.config();
        if (action == ConsumerAction.CREATE
                && !ConsumerMetadata.withLevelOf(config, old).equals(old)) {
            throw new ApiException(JetStreamError.CONSUMER_ALREADY_EXISTS);
        }
        if (stream.config().retention() == RetentionPolicy.WORK_QUEUE
                && !isAlone(stream, known.name(), Terms.filters(config))) {
            throw new ApiException(JetStreamError.CONSUMER_WQ_CONSUMER_NOT_UNIQUE);
        }
        refuseIf(ConsumerUpdateCheck.problem(
                old, config, subject -> known.place().hasInterest(subject.getBytes(StandardCharsets.UTF_8))));
        known.update(ConsumerDefaults.stamped(config), problem -> {
            if (problem == null) {
                if (config.sourcing()) {
                    reset(known, 0);
                }
                done.accept(known);
            } else {
                failed.accept(problem);
            }
        });
    }

    /** Why there is no room for one more of that kind, or null. */
    private static @Nullable ApiError room(Stream stream, ConsumerConfig config, ConsumerLimitsInForce limits) {
        boolean own = config.direct() || config.sourcing();
        long limited = limitable(stream);
        long most = limits.consumersOf(stream.config().maxConsumers());
        if (!own && most > 0 && limited >= most) {
            return JetStreamError.MAXIMUM_CONSUMERS_LIMIT.with();
        }
        ApiError queue = own || stream.config().retention() != RetentionPolicy.WORK_QUEUE
                ? null
                : workQueue(stream, config, limited);
        if (queue != null) {
            return queue;
        }
        if (config.durable().length() > NAME_MAX) {
            return JetStreamError.CONSUMER_NAME_TOO_LONG.with(NAME_MAX);
        }
        if (config.name().length() > NAME_MAX) {
            // nats-server's words when the file system refuses such a name
            return JetStreamError.CONSUMER_CREATE.with("error creating store for consumer");
        }
        return null;
    }

    private static @Nullable ApiError workQueue(Stream stream, ConsumerConfig config, long limited) {
        if (config.ackPolicy() != AckPolicy.EXPLICIT && config.ackPolicy() != AckPolicy.FLOW_CONTROL) {
            return JetStreamError.CONSUMER_WQ_REQUIRES_EXPLICIT_ACK.with();
        }
        if (config.deliverPolicy() != DeliverPolicy.ALL) {
            return JetStreamError.CONSUMER_WQ_CONSUMER_NOT_DELIVER_ALL.with();
        }
        if (limited == 0) {
            return null;
        }
        List<String> filters = Terms.filters(config);
        if (filters.isEmpty()) {
            return JetStreamError.CONSUMER_WQ_MULTIPLE_UNFILTERED.with();
        }
        return isAlone(stream, nameOf(config), filters) ? null : JetStreamError.CONSUMER_WQ_CONSUMER_NOT_UNIQUE.with();
    }

    private static long limitable(Stream stream) {
        return stream.consumers().stream()
                .filter(one -> !one.config().direct() && !one.config().sourcing())
                .count();
    }

    /** Whether no other consumer of the stream wants a subject that one of these filters matches. */
    private static boolean isAlone(Stream stream, String name, List<String> filters) {
        for (String filter : filters) {
            for (StreamConsumer other : stream.consumers()) {
                if (other.name().equals(name)
                        || other.config().direct()
                        || other.config().sourcing()) {
                    continue;
                }
                List<String> theirs = Terms.filters(other.config());
                if (theirs.isEmpty() || theirs.stream().anyMatch(one -> Subjects.overlaps(filter, one))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String freshName(Stream stream) {
        String name;
        do {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < AUTO_NAME; i++) {
                text.append(DIGITS.charAt(ThreadLocalRandom.current().nextInt(DIGITS.length())));
            }
            name = text.toString();
        } while (stream.consumer(name) != null);
        return name;
    }

    private static void start(
            Stream stream,
            String name,
            ConsumerConfig config,
            ConsumerStores stores,
            Consumer<ConsumerActor> done,
            Consumer<RuntimeException> failed) {
        ConsumerStores.Kept kept =
                new ConsumerStores.Kept(name, config, stream.host().wallClock().instant());
        ConsumerStore store = stores.place(kept);
        ConsumerActor made = new ConsumerActor(stream, kept, start(stream, store, false), stores);
        made.hold();
        stores.create(kept, store, problem -> {
            RuntimeException why =
                    problem == null && stream.isClosed() ? new ApiException(JetStreamError.STREAM_NOT_FOUND) : problem;
            if (why == null) {
                made.start();
                made.tellCreated();
                done.accept(made);
            } else {
                made.discard();
                failed.accept(why);
            }
            made.made();
        });
    }

    private static ConsumerStart start(Stream stream, @Nullable ConsumerStore store, boolean again) {
        return new ConsumerStart(
                store,
                again && store != null ? store.recovered() : null,
                stream.config().maxMessagesPerSubject());
    }

    /** Wakes the consumers of an earlier life; what they had acknowledged goes, where the stream keeps only what is needed. */
    public static void resume(Stream stream, List<FileConsumerStores.Found> all, ConsumerStores stores) {
        List<ConsumerActor> resumed = new ArrayList<>();
        for (FileConsumerStores.Found found : all) {
            ConsumerActor one = new ConsumerActor(stream, found.kept(), start(stream, found.store(), true), stores);
            one.start();
            resumed.add(one);
        }
        if (stream.config().retention() != RetentionPolicy.LIMITS) {
            resumed.forEach(ConsumerActor::releaseAcknowledged);
            stream.changes().batchEnded();
        }
    }

    /** Why a consumer that was found cannot be put to work, null if it can. */
    public static @Nullable String unsupported(FileConsumerStores.Found found) {
        return RequiredLevel.unsupported(found.kept().config().metadata());
    }

    /** Shows the consumers that cannot be put to work, of a stream that is out of service for them; the others are left alone. */
    public static void keepOffline(Stream stream, List<FileConsumerStores.Found> all, ConsumerStores stores) {
        for (FileConsumerStores.Found found : all) {
            String reason = unsupported(found);
            if (reason != null) {
                new ConsumerActor(stream, found.kept(), start(stream, found.store(), true), stores).keepOffline(reason);
            } else {
                found.store().abandon();
            }
        }
    }

    /** Begins a consumer again: at that sequence, or after its ack floor if that is 0. Answers where. Throws {@link ApiException}. */
    public static long reset(ConsumerActor actor, long asked) {
        ConsumerConfig config = actor.config();
        long sequence = asked;
        if (asked == 0) {
            sequence = actor.consumer().progress().floorStream() + 1;
        } else if (config.deliverPolicy() == DeliverPolicy.BY_START_SEQUENCE) {
            if (Long.compareUnsigned(asked, config.startSequence()) < 0) {
                throw new ApiException(JetStreamError.CONSUMER_INVALID_RESET.with("below start seq"));
            }
        } else if (config.deliverPolicy() == DeliverPolicy.BY_START_TIME) {
            long first = actor.stream()
                    .store()
                    .firstSince(Terms.wallNanos(config.startTime().orElseThrow()));
            if (Long.compareUnsigned(asked, first) < 0) {
                throw new ApiException(JetStreamError.CONSUMER_INVALID_RESET.with("below start time"));
            }
        } else if (config.deliverPolicy() != DeliverPolicy.ALL) {
            throw new ApiException(JetStreamError.CONSUMER_INVALID_RESET.with("not allowed"));
        }
        actor.consumer().reset(sequence);
        return Math.max(1, sequence);
    }

    /** Whether limits for consumers that change so may be tighter than what consumers have. */
    public static boolean mayViolate(ConsumerLimits before, ConsumerLimits after) {
        return (after.inactiveThreshold().compareTo(Duration.ZERO) > 0
                        && !after.inactiveThreshold().equals(before.inactiveThreshold()))
                || (after.maxAckPending() > 0 && after.maxAckPending() != before.maxAckPending());
    }

    /** The names of those consumers of a stream that have more than such limits allow. */
    public static List<String> beyond(Stream stream, ConsumerLimits limits) {
        List<String> names = new ArrayList<>();
        for (StreamConsumer one : stream.consumers()) {
            ConsumerConfig config = one.config();
            boolean longer = limits.inactiveThreshold().compareTo(Duration.ZERO) > 0
                    && config.inactiveThreshold().compareTo(limits.inactiveThreshold()) > 0;
            if (longer || (limits.maxAckPending() > 0 && config.maxAckPending() > limits.maxAckPending())) {
                names.add(one.name());
            }
        }
        return names;
    }

    /** Whether a priority group may be called so. */
    public static boolean isGroupName(String name) {
        return ConsumerConfigCheck.isGroupName(name);
    }
}
