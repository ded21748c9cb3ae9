// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.SubjectFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The consumers of one stream, and what they need of its messages. Confined to the stream's loop, but for {@link #count()}. */
final class ConsumerSet {
    /** With more consumers than that, those whom a message concerns are found by its subject. */
    static final int MANY = 16;

    private final Map<String, StreamConsumer> byName = new LinkedHashMap<>();
    // iterated once a batch; replaced whole, so that a consumer may leave while it is told something
    private StreamConsumer[] all = {};
    private volatile int count;

    // only while there are many consumers: a few are told faster than found
    private @Nullable ConsumerIndex index;
    private long lastStored;
    private final Set<StreamConsumer> refiltered = Collections.newSetFromMap(new IdentityHashMap<>());

    void add(StreamConsumer consumer) {
        StreamConsumer before = byName.put(consumer.name(), consumer);
        changed();
        ConsumerIndex known = index;
        if (known != null) {
            if (before != null) {
                known.remove(before);
            }
            known.put(consumer, lastStored, false);
        } else if (all.length > MANY) {
            ConsumerIndex made = new ConsumerIndex();
            each(one -> made.put(one, lastStored, refiltered.contains(one)));
            index = made;
        }
    }

    boolean remove(StreamConsumer consumer) {
        boolean removed = byName.remove(consumer.name(), consumer);
        refiltered.remove(consumer);
        changed();
        ConsumerIndex known = index;
        if (known != null) {
            known.remove(consumer);
            if (all.length < MANY / 2) {
                index = null;
            }
        }
        return removed;
    }

    /** A consumer wants other subjects than before. */
    void filtersChanged(StreamConsumer consumer) {
        if (byName.get(consumer.name()) == consumer) {
            refiltered.add(consumer);
            ConsumerIndex known = index;
            if (known != null) {
                known.put(consumer, lastStored, true);
            }
        }
    }

    /** A message was stored. */
    void stored(ByteRange subject, long sequence) {
        lastStored = sequence;
        ConsumerIndex known = index;
        if (known != null) {
            known.stored(subject, sequence);
        }
    }

    private void changed() {
        all = byName.values().toArray(new StreamConsumer[0]);
        int shown = 0;
        for (StreamConsumer one : all) {
            if (!one.config().direct()) {
                shown++;
            }
        }
        count = shown;
    }

    /** How many there are, but those that are hidden. Any thread. */
    int count() {
        return count;
    }

    boolean isEmpty() {
        return all.length == 0;
    }

    @Nullable
    StreamConsumer find(String name) {
        return byName.get(name);
    }

    Collection<StreamConsumer> snapshot() {
        return List.of(all);
    }

    void each(Consumer<StreamConsumer> action) {
        for (StreamConsumer one : all) {
            action.accept(one);
        }
    }

    void committed(long lastSequence) {
        ConsumerIndex known = index;
        if (known != null) {
            known.committed(lastSequence);
            return;
        }
        for (StreamConsumer one : all) {
            one.committed(lastSequence);
        }
    }

    void removed(long sequence, ByteRange subject) {
        ConsumerIndex known = index;
        if (known != null) {
            known.removed(sequence, subject);
            return;
        }
        for (StreamConsumer one : all) {
            one.removed(sequence, subject);
        }
    }

    void purged(SubjectFilter filter, long firstSequence, long lastSequence) {
        for (StreamConsumer one : all) {
            one.purged(filter, firstSequence, lastSequence);
        }
    }

    /** Whether anybody would have a message of this subject. */
    boolean want(byte[] subject, int offset, int length) {
        ConsumerIndex known = index;
        if (known != null) {
            return known.want(subject, offset, length);
        }
        for (StreamConsumer one : all) {
            if (one.wants(subject, offset, length)) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody still needs a message that is stored. */
    boolean need(long sequence, ByteRange subject) {
        ConsumerIndex known = index;
        if (known != null) {
            return known.need(sequence, subject);
        }
        for (StreamConsumer one : all) {
            if (one.wants(subject.array(), subject.offset(), subject.length()) && !one.hasAcknowledged(sequence)) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody whose ack floor is no higher than {@code floorMax} would have a message of this subject. */
    boolean wantBelow(long floorMax, ByteRange subject) {
        for (StreamConsumer one : all) {
            if (one.ackFloor() <= floorMax && one.wants(subject.array(), subject.offset(), subject.length())) {
                return true;
            }
        }
        return false;
    }

    /** The names in the order of their making. */
    List<String> names() {
        return new ArrayList<>(byName.keySet());
    }
}
