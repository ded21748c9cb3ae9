// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.List;
import java.util.TreeMap;

/**
 * Which messages of a store are lost. One is told of until the first message of the stream lies behind it because of a removal; that those
 * before it are lost too moves the first message, and forgets none. Confined to the owner's thread.
 */
final class LostTable {
    /** How many are told one by one. */
    private static final int MAX = 10_000;

    private final TreeMap<Long, Long> bytesBySequence = new TreeMap<>();

    boolean isEmpty() {
        return bytesBySequence.isEmpty();
    }

    /** The lowest, or {@code otherwise} if that is lower or nothing is lost. */
    long lowest(long otherwise) {
        return isEmpty() ? otherwise : Math.min(otherwise, bytesBySequence.firstKey());
    }

    void add(long sequence, long bytes) {
        if (bytesBySequence.size() < MAX) {
            bytesBySequence.put(sequence, bytes);
        }
    }

    /** After a start: what nobody told of is lost, and what was told of after all is not. */
    void keep(SequenceRanges missing) {
        bytesBySequence.keySet().removeIf(sequence -> !missing.contains(sequence));
        missing.forEach((first, last) -> {
            for (long sequence = first; sequence <= last && bytesBySequence.size() < MAX; sequence++) {
                bytesBySequence.putIfAbsent(sequence, 0L);
            }
        });
    }

    /** Everything below was removed, or would have been. */
    void forgetBelow(long first) {
        bytesBySequence.headMap(first).clear();
    }

    /** Shows the parts of a range that are not lost. */
    void others(long first, long last, RangeVisitor visitor) {
        long from = first;
        if (last >= first) {
            for (long lost : bytesBySequence.subMap(first, true, last, true).keySet()) {
                show(from, lost - 1, visitor);
                from = lost + 1;
            }
        }
        show(from, last, visitor);
    }

    private static void show(long first, long last, RangeVisitor visitor) {
        if (first <= last) {
            visitor.visit(first, last);
        }
    }

    /** A copy for another thread. */
    LostTable copy() {
        LostTable copy = new LostTable();
        copy.bytesBySequence.putAll(bytesBySequence);
        return copy;
    }

    LostMessages tell() {
        long bytes = 0;
        for (long each : bytesBySequence.values()) {
            bytes += each;
        }
        return isEmpty() ? LostMessages.NONE : new LostMessages(List.copyOf(bytesBySequence.keySet()), bytes);
    }
}
