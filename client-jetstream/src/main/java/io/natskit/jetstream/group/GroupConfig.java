// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.group;

import io.natskit.wire.checks.Checks;
import io.natskit.wire.subject.Subjects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How a group is made; immutable. {@code GroupConfig.elastic(10, g -> g.filter("orders.*", 1).members("m1", "m2"))}. */
public final class GroupConfig {
    private final GroupKind kind;
    private final int partitions;
    private final List<PartitionFilter> filters;
    private final List<String> subjects;
    private final long bufferedMessagesMax;
    private final long bufferedBytesMax;
    private final Membership membership;

    private GroupConfig(Builder b) {
        kind = b.kind;
        partitions = b.partitions;
        filters = List.copyOf(b.filters);
        subjects = List.copyOf(b.subjects);
        bufferedMessagesMax = b.bufferedMessagesMax;
        bufferedBytesMax = b.bufferedBytesMax;
        membership = new Membership(b.members, b.mappings);
        membership.check(partitions);
    }

    /** An elastic group of so many partitions, which is the most members that can work at once; the defaults are changed by {@code spec}. */
    public static GroupConfig elastic(int partitions, Consumer<Builder> spec) {
        return of(GroupKind.ELASTIC, partitions, spec);
    }

    /** A static group of so many partitions, as many as the stream's subjects begin with; the defaults are changed by {@code spec}. */
    public static GroupConfig fixed(int partitions, Consumer<Builder> spec) {
        return of(GroupKind.STATIC, partitions, spec);
    }

    /** A group of either kind. */
    public static GroupConfig of(GroupKind kind, int partitions, Consumer<Builder> spec) {
        Builder builder = new Builder(kind, Checks.atLeast("partitions", partitions, 1));
        spec.accept(builder);
        return new GroupConfig(builder);
    }

    /** The same with other members. */
    public GroupConfig with(Membership other) {
        Builder builder = new Builder(kind, partitions);
        builder.filters.addAll(filters);
        builder.subjects.addAll(subjects);
        builder.bufferedMessagesMax = bufferedMessagesMax;
        builder.bufferedBytesMax = bufferedBytesMax;
        builder.members.addAll(other.members());
        builder.mappings.putAll(other.mappings());
        return new GroupConfig(builder);
    }

    /** Its kind. */
    public GroupKind kind() {
        return kind;
    }

    /** How many partitions there are. */
    public int partitions() {
        return partitions;
    }

    /** See {@link Builder#filter}. */
    public List<PartitionFilter> filters() {
        return filters;
    }

    /** See {@link Builder#subjects}. */
    public List<String> subjects() {
        return subjects;
    }

    /** See {@link Builder#bufferedMessagesMax}; 0 for no bound. */
    public long bufferedMessagesMax() {
        return bufferedMessagesMax;
    }

    /** See {@link Builder#bufferedBytesMax}; 0 for no bound. */
    public long bufferedBytesMax() {
        return bufferedBytesMax;
    }

    /** Who is a member. */
    public Membership membership() {
        return membership;
    }

    /** Whether all but the members is the same. */
    public boolean differsInMembersOnly(GroupConfig other) {
        return kind == other.kind
                && partitions == other.partitions
                && filters.equals(other.filters)
                && subjects.equals(other.subjects)
                && bufferedMessagesMax == other.bufferedMessagesMax
                && bufferedBytesMax == other.bufferedBytesMax;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupConfig o && differsInMembersOnly(o) && membership.equals(o.membership);
    }

    @Override
    public int hashCode() {
        return 31 * partitions + membership.hashCode();
    }

    @Override
    public String toString() {
        return kind + " group of " + partitions + " partitions, " + membership;
    }

    /** Collects choices; not safe for use by several threads. */
    public static final class Builder {
        private final GroupKind kind;
        private final int partitions;
        private final List<PartitionFilter> filters = new ArrayList<>();
        private final List<String> subjects = new ArrayList<>();
        private final List<String> members = new ArrayList<>();
        private final Map<String, List<Integer>> mappings = new LinkedHashMap<>();
        private long bufferedMessagesMax;
        private long bufferedBytesMax;

        private Builder(GroupKind kind, int partitions) {
            this.kind = kind;
            this.partitions = partitions;
        }

        private void only(GroupKind wanted, String what) {
            if (kind != wanted) {
                throw new IllegalArgumentException(what + ": a " + kind + " group (expected: " + wanted + ")");
            }
        }

        /** Adds members who share the partitions evenly; default none. */
        public Builder members(String... names) {
            for (String name : names) {
                members.add(Checks.plainName("member", name));
            }
            return this;
        }

        /** Adds a member with the partitions it is to have; all members are mapped, or none is. */
        public Builder mapping(String member, Integer... partitions) {
            mappings.put(Checks.plainName("member", member), List.of(partitions));
            return this;
        }

        /**
         * Elastic groups: takes only messages whose subjects {@code filter} matches, and has the tokens at its {@code *} of these numbers (from 1) as their key, without any the whole
         * subject. May be called several times. Default all messages, by their subjects.
         */
        public Builder filter(String filter, Integer... wildcards) {
            only(GroupKind.ELASTIC, "filter");
            filters.add(new PartitionFilter(filter, Arrays.asList(wildcards)));
            return this;
        }

        /** Static groups: takes only messages whose subjects behind the partition one of these matches; default all. */
        public Builder subjects(String... filters) {
            only(GroupKind.STATIC, "subjects");
            for (String filter : filters) {
                if (!Subjects.isValid(filter)) {
                    throw new IllegalArgumentException(
                            "subjects: \"" + filter + "\" (expected: a subject, perhaps with wildcards)");
                }
                subjects.add(filter);
            }
            return this;
        }

        /** Elastic groups: the most messages that the group's stream holds before it waits to take more over; default 0, no bound. More than a second's work, or members wait for it. */
        public Builder bufferedMessagesMax(long messages) {
            only(GroupKind.ELASTIC, "bufferedMessagesMax");
            this.bufferedMessagesMax = Checks.notNegative("bufferedMessagesMax", messages);
            return this;
        }

        /** Elastic groups: as {@link #bufferedMessagesMax}, in bytes; default 0, no bound. */
        public Builder bufferedBytesMax(long bytes) {
            only(GroupKind.ELASTIC, "bufferedBytesMax");
            this.bufferedBytesMax = Checks.notNegative("bufferedBytesMax", bytes);
            return this;
        }
    }
}
