// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one pattern: plain ones and queue groups. A value: changes make another one, under the index's lock. A list that
 * grows shares its array with its predecessor, which never looks past its own size; so ten thousand subscribers of one subject cost
 * ten thousand steps and not their square.
 */
final class Targets {
    static final Targets NONE = new Targets(Members.NONE, new Group[0]);

    final Members plain;
    final Group[] groups;

    private Targets(Members plain, Group[] groups) {
        this.plain = plain;
        this.groups = groups;
    }

    /** A queue group and its members. */
    static final class Group {
        final byte[] name;
        final Members members;

        Group(byte[] name, Members members) {
            this.name = name;
            this.members = members;
        }
    }

    boolean isEmpty() {
        return plain.size == 0 && groups.length == 0;
    }

    int size() {
        int size = plain.size;
        for (Group group : groups) {
            size += group.members.size;
        }
        return size;
    }

    /** Whether somebody is in that queue group, or in none if that is null. */
    boolean has(byte @Nullable [] queue) {
        return queue == null ? plain.size > 0 : indexOf(queue) >= 0;
    }

    Targets with(byte @Nullable [] queue, Object target) {
        if (queue == null) {
            return new Targets(plain.with(target), groups);
        }
        int i = indexOf(queue);
        if (i >= 0) {
            return new Targets(plain, replaced(i, new Group(groups[i].name, groups[i].members.with(target))));
        }
        Group[] more = Arrays.copyOf(groups, groups.length + 1);
        more[groups.length] = new Group(queue, Members.NONE.with(target));
        return new Targets(plain, more);
    }

    /** Without this target, or null if it is not there. */
    @Nullable
    Targets without(byte @Nullable [] queue, Object target) {
        if (queue == null) {
            Members less = plain.without(target);
            return less == null ? null : new Targets(less, groups);
        }
        int i = indexOf(queue);
        Members less = i < 0 ? null : groups[i].members.without(target);
        if (less == null) {
            return null;
        }
        if (less.size > 0) {
            return new Targets(plain, replaced(i, new Group(groups[i].name, less)));
        }
        Group[] fewer = new Group[groups.length - 1];
        System.arraycopy(groups, 0, fewer, 0, i);
        System.arraycopy(groups, i + 1, fewer, i, fewer.length - i);
        return new Targets(plain, fewer);
    }

    private Group[] replaced(int i, Group group) {
        Group[] copy = groups.clone();
        copy[i] = group;
        return copy;
    }

    private int indexOf(byte[] queue) {
        for (int i = 0; i < groups.length; i++) {
            if (Arrays.equals(groups[i].name, queue)) {
                return i;
            }
        }
        return -1;
    }

    /** The first {@code size} elements of an array. */
    static final class Members {
        static final Members NONE = new Members(new Object[0], 0);

        final Object[] array;
        final int size;

        private Members(Object[] array, int size) {
            this.array = array;
            this.size = size;
        }

        /** What the index put in is of its own type. */
        @SuppressWarnings("unchecked")
        <T> void forEach(Consumer<T> action) {
            for (int i = 0; i < size; i++) {
                action.accept((T) array[i]);
            }
        }

        Members with(Object target) {
            Object[] room = size < array.length ? array : Arrays.copyOf(array, size + 1 + (size >> 1));
            room[size] = target; // no reader of an earlier value looks here
            return new Members(room, size + 1);
        }

        @Nullable
        Members without(Object target) {
            for (int i = 0; i < size; i++) {
                if (array[i] == target) {
                    if (size == 1) {
                        return NONE;
                    }
                    Object[] fewer = new Object[size - 1];
                    System.arraycopy(array, 0, fewer, 0, i);
                    System.arraycopy(array, i + 1, fewer, i, fewer.length - i);
                    return new Members(fewer, fewer.length);
                }
            }
            return null;
        }
    }
}
