// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.group;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is a member of a group, and which partitions each has: shared out evenly among names, or as mapped. Immutable.
 *
 * @param members names among whom all partitions are shared out; empty where partitions are mapped
 * @param mappings the partitions of each member, every partition once; empty where they are shared out
 */
public record Membership(List<String> members, Map<String, List<Integer>> mappings) {

    /** Checks and copies. */
    public Membership {
        if (!members.isEmpty() && !mappings.isEmpty()) {
            throw new IllegalArgumentException(
                    "members: " + members + " and mappings: " + mappings + " (expected: one of them)");
        }
        members = List.copyOf(members);
        Map<String, List<Integer>> copy = new LinkedHashMap<>();
        mappings.forEach((member, partitions) -> copy.put(member, List.copyOf(partitions)));
        mappings = java.util.Collections.unmodifiableMap(copy);
    }

    /** Nobody. */
    public static Membership none() {
        return new Membership(List.of(), Map.of());
    }

    /** Members who share all partitions evenly. */
    public static Membership of(String... members) {
        return new Membership(List.of(members), Map.of());
    }

    /** Members with the partitions that each is to have. */
    public static Membership mapped(Map<String, List<Integer>> mappings) {
        return new Membership(List.of(), mappings);
    }

    /** Whether {@code member} is one. */
    public boolean contains(String member) {
        return members.contains(member) || mappings.containsKey(member);
    }

    /** The names, in either case, each once. */
    public List<String> names() {
        return mappings.isEmpty()
                ? List.copyOf(new java.util.LinkedHashSet<>(members))
                : List.copyOf(mappings.keySet());
    }

    /**
     * The partitions of {@code member}, of {@code count} from 0 on. Names are sorted, and each gets as many partitions in a row as everybody can; what is left goes round. Those past
     * {@code count} get none. Every client of a group reckons the same.
     */
    public List<Integer> partitions(String member, int count) {
        if (!mappings.isEmpty()) {
            return mappings.getOrDefault(member, List.of());
        }
        List<String> sorted = new ArrayList<>(new TreeSet<>(members));
        int sharing = Math.min(sorted.size(), count);
        int mine = sorted.indexOf(member);
        List<Integer> partitions = new ArrayList<>();
        if (mine < 0 || mine >= sharing) {
            return partitions;
        }
        int each = count / sharing;
        for (int i = 0; i < count; i++) {
            int owner = i < sharing * each ? i / each : i - sharing * each;
            if (owner == mine) {
                partitions.add(i);
            }
        }
        return partitions;
    }

    /** Throws {@link IllegalArgumentException} unless mappings give each of {@code count} partitions to one member. */
    void check(int count) {
        if (mappings.isEmpty()) {
            return;
        }
        Set<Integer> seen = new HashSet<>();
        for (List<Integer> partitions : mappings.values()) {
            for (int partition : partitions) {
                if (partition < 0 || partition >= count || !seen.add(partition)) {
                    throw new IllegalArgumentException(
                            "mappings: partition " + partition + " (expected: each once, of 0 to " + (count - 1) + ")");
                }
            }
        }
        if (seen.size() != count) {
            throw new IllegalArgumentException(
                    "mappings: " + seen.size() + " partitions (expected: all " + count + ")");
        }
    }
}
