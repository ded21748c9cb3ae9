// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ConsumerState;
import io.natskit.server.jetstream.storage.MemoryConsumerStore;
import io.natskit.server.jetstream.storage.StreamFolder;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.DeliverPolicy;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.subject.Subjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The consumers of a stream that is being restored: checked by the rules for new ones, and kept until the stream is put to work (JA-12). Used by one thread at a time.
 */
public final class RestoredConsumers {
    private static final int NAME_MAX = 255;

    private final StreamConfig stream;
    private final ConsumerLimitsInForce limits;
    private final @Nullable StreamFolder folder;
    private final List<ConsumerStores.Kept> all = new ArrayList<>();
    private final Map<ConsumerStores.Kept, ConsumerState> inFiles = new LinkedHashMap<>();
    private final List<FileConsumerStores.Found> inMemory = new ArrayList<>();

    /** Those of a stream of that configuration, kept in {@code folder}, or nowhere if that is null. */
    public RestoredConsumers(StreamConfig stream, ConsumerLimitsInForce limits, @Nullable StreamFolder folder) {
        this.stream = stream;
        this.limits = limits;
        this.folder = folder;
    }

    /** Adds one. Throws {@link ApiException} with nats-server's answer to a consumer that must not be. */
    public void add(String name, ConsumerConfig asked, ConsumerState state, Instant created) {
        ConsumerConfig named = asked.toBuilder().name(name).build();
        ConsumerDefaults defaults = new ConsumerDefaults(ConsumerMetadata.kept(named), stream, limits, false);
        ConsumerConfig config = defaults.filled();
        refuseIf(named(name, config));
        refuseIf(new ConsumerConfigCheck(config, stream, limits).problem());
        refuseIf(room(config));
        ConsumerStores.Kept kept = new ConsumerStores.Kept(name, ConsumerDefaults.stamped(config), created);
        all.add(kept);
        if (folder == null || config.memoryStorage()) {
            inMemory.add(new FileConsumerStores.Found(kept, new MemoryConsumerStore(state)));
        } else {
            inFiles.put(kept, state);
        }
    }

    /** Writes those that are kept in files, durably. Once, after the last was added. */
    public void keep() {
        if (folder != null) {
            FileConsumerStores.keep(folder, inFiles);
            inFiles.clear();
        }
    }

    /** How many there are. */
    public int count() {
        return all.size();
    }

    /** Those that are kept nowhere, to be {@linkplain Consumers#resume resumed} with the stream. */
    public List<FileConsumerStores.Found> inMemory() {
        return inMemory;
    }

    /** A consumer of a mirror or a source is the server's own affair: it is made anew. */
    public static boolean isOwn(ConsumerConfig config) {
        return config.direct() || config.sourcing();
    }

    private static void refuseIf(@Nullable ApiError problem) {
        if (problem != null) {
            throw new ApiException(problem);
        }
    }

    private @Nullable ApiError named(String name, ConsumerConfig config) {
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            return JetStreamError.CONSUMER_NAME_CONTAINS_PATH_SEPARATORS.with();
        }
        if (!Subjects.isValid(name) || !Subjects.isLiteral(name) || name.indexOf('.') >= 0) {
            return JetStreamError.CONSUMER_BAD_DURABLE_NAME.with();
        }
        if (name.length() > NAME_MAX) {
            return JetStreamError.CONSUMER_NAME_TOO_LONG.with(NAME_MAX);
        }
        boolean same = config.durable().isEmpty() || config.durable().equals(name);
        boolean taken = all.stream().anyMatch(one -> one.name().equals(name));
        return same && !taken ? null : JetStreamError.CONSUMER_ALREADY_EXISTS.with();
    }

    private @Nullable ApiError room(ConsumerConfig config) {
        long most = limits.consumersOf(stream.maxConsumers());
        if (most > 0 && all.size() >= most) {
            return JetStreamError.MAXIMUM_CONSUMERS_LIMIT.with();
        }
        if (stream.retention() != RetentionPolicy.WORK_QUEUE) {
            return null;
        }
        if (config.ackPolicy() != AckPolicy.EXPLICIT && config.ackPolicy() != AckPolicy.FLOW_CONTROL) {
            return JetStreamError.CONSUMER_WQ_REQUIRES_EXPLICIT_ACK.with();
        }
        if (config.deliverPolicy() != DeliverPolicy.ALL) {
            return JetStreamError.CONSUMER_WQ_CONSUMER_NOT_DELIVER_ALL.with();
        }
        List<String> filters = Terms.filters(config);
        if (filters.isEmpty() && !all.isEmpty()) {
            return JetStreamError.CONSUMER_WQ_MULTIPLE_UNFILTERED.with();
        }
        return isAlone(filters) ? null : JetStreamError.CONSUMER_WQ_CONSUMER_NOT_UNIQUE.with();
    }

    private boolean isAlone(List<String> filters) {
        for (ConsumerStores.Kept other : all) {
            List<String> theirs = Terms.filters(other.config());
            for (String filter : filters) {
                if (theirs.isEmpty() || theirs.stream().anyMatch(one -> Subjects.overlaps(filter, one))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Puts them to work with their stream, which then keeps to its limits: those in files were {@code found} there. On the stream's loop. */
    public void resume(Stream of, List<FileConsumerStores.Found> found, ConsumerStores stores) {
        List<FileConsumerStores.Found> together = new ArrayList<>(found);
        together.addAll(inMemory);
        Consumers.resume(of, together, stores);
        // the messages came from elsewhere: a configuration that is tighter than theirs was has its way now
        of.update(of.config());
        of.changes().batchEnded();
    }
}
