// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Map;
import java.util.TreeMap;

/** A set of sequences, as ranges. Confined to one thread. */
final class SequenceRanges {
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    void add(long first, long last) {
        if (last < first) {
            return;
        }
        long from = first;
        long to = last;
        Map.Entry<Long, Long> before = ranges.floorEntry(from);
        if (before != null && before.getValue() >= from - 1) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        Map.Entry<Long, Long> after = ranges.ceilingEntry(from);
        while (after != null && after.getKey() <= to + 1) {
            to = Math.max(to, after.getValue());
            ranges.remove(after.getKey());
            after = ranges.ceilingEntry(from);
        }
        ranges.put(from, to);
    }

    void remove(long first, long last) {
        if (last < first) {
            return;
        }
        Map.Entry<Long, Long> before = ranges.lowerEntry(first);
        if (before != null && before.getValue() >= first) {
            ranges.put(before.getKey(), first - 1);
            if (before.getValue() > last) {
                ranges.put(last + 1, before.getValue());
                return;
            }
        }
        Map.Entry<Long, Long> after = ranges.ceilingEntry(first);
        while (after != null && after.getKey() <= last) {
            ranges.remove(after.getKey());
            if (after.getValue() > last) {
                ranges.put(last + 1, after.getValue());
            }
            after = ranges.ceilingEntry(first);
        }
    }

    boolean contains(long sequence) {
        Map.Entry<Long, Long> range = ranges.floorEntry(sequence);
        return range != null && range.getValue() >= sequence;
    }

    void forEach(RangeVisitor visitor) {
        ranges.forEach(visitor::visit);
    }

    int size() {
        return ranges.size();
    }

    void clear() {
        ranges.clear();
    }
}
