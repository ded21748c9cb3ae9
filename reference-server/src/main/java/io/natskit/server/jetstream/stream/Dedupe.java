// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The message ids of the last while, each with its sequence (PB-02). Forgets by age, which the stream's timer drives. Confined to the stream's
 * loop.
 */
final class Dedupe {
    private final Map<String, Entry> byId = new HashMap<>();
    private final ArrayDeque<Entry> oldestFirst = new ArrayDeque<>();

    private record Entry(String id, long sequence, long timestampNanos) {}

    /** The sequence that a message of this id has, or 0. */
    long sequenceOf(String id) {
        Entry entry = byId.get(id);
        return entry == null ? 0 : entry.sequence;
    }

    /** Remembers an id; times rise from call to call. */
    void remember(String id, long sequence, long timestampNanos) {
        Entry entry = new Entry(id, sequence, timestampNanos);
        byId.put(id, entry);
        oldestFirst.addLast(entry);
    }

    /** Forgets what is older than the given time. */
    void forgetBefore(long timestampNanos) {
        Entry oldest = oldestFirst.peekFirst();
        while (oldest != null && oldest.timestampNanos <= timestampNanos) {
            oldestFirst.pollFirst();
            byId.remove(oldest.id, oldest);
            oldest = oldestFirst.peekFirst();
        }
    }

    /** Forgets ids of messages that were given up: above that sequence, and not there. */
    void forgetLost(long above, LongPredicate isThere) {
        oldestFirst.removeIf(entry -> {
            boolean lost = entry.sequence > above && !isThere.test(entry.sequence);
            if (lost) {
                byId.remove(entry.id, entry);
            }
            return lost;
        });
    }

    /** Forgets all. */
    void clear() {
        byId.clear();
        oldestFirst.clear();
    }

    /** The time of the oldest id, or null if none is known. */
    @Nullable
    Long oldestNanos() {
        Entry oldest = oldestFirst.peekFirst();
        return oldest == null ? null : oldest.timestampNanos;
    }

    int size() {
        return byId.size();
    }
}
