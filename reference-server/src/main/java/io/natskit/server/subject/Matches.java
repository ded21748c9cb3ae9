// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who gets a message: what {@link Interest#match} found. Made once and used again for each match, with the scratch space that a match
 * needs. Confined to one thread. Queue groups of the same name are one group, whatever patterns their members wait on.
 */
public final class Matches<T> {
    // result
    private @Nullable Object[] plain = new Object[16];
    private int plainCount;
    private Group[] groups = {new Group(), new Group()};
    private int groupCount;

    // scratch of Interest.match
    final SubjectKey probe = new SubjectKey();
    int[] tokenStarts = new int[33];
    int[] tokenHashes = new int[32];
    int tokenCount;

    @Nullable
    Node[] stackNodes = new Node[32];

    int[] stackDepths = new int[32];

    /** An empty result. */
    public Matches() {}

    /** Whether nobody was found. */
    public boolean isEmpty() {
        return plainCount == 0 && groupCount == 0;
    }

    /** How many plain subscriptions were found. */
    public int plainCount() {
        return plainCount;
    }

    /** A plain subscription; {@code i} from 0 to {@link #plainCount()} − 1. */
    @SuppressWarnings("unchecked")
    public T plain(int i) {
        Object target = plain[i];
        if (target == null || i >= plainCount) {
            throw new IndexOutOfBoundsException("plain: " + i + " (expected: below " + plainCount + ")");
        }
        return (T) target;
    }

    /** How many queue groups were found. */
    public int groupCount() {
        return groupCount;
    }

    /** The name of a group; not to be changed. */
    public byte[] groupName(int group) {
        return groups[group].name;
    }

    /** How many members a group has, at least one. */
    public int memberCount(int group) {
        return groups[group].size;
    }

    /** A member of a group. */
    @SuppressWarnings("unchecked")
    public T member(int group, int i) {
        Group found = groups[group];
        if (i >= found.size) {
            throw new IndexOutOfBoundsException("member: " + i + " (expected: below " + found.size + ")");
        }
        return (T) found.members[i];
    }

    /** Forgets what was found, so that nothing is kept alive by it. A match does so by itself before it starts. */
    public void clear() {
        Arrays.fill(plain, 0, plainCount, null);
        plainCount = 0;
        for (int i = 0; i < groupCount; i++) {
            groups[i].clear();
        }
        groupCount = 0;
    }

    void add(Targets targets) {
        Targets.Members found = targets.plain;
        if (found.size > 0) {
            if (plainCount + found.size > plain.length) {
                plain = Arrays.copyOf(plain, Math.max(plain.length * 2, plainCount + found.size));
            }
            System.arraycopy(found.array, 0, plain, plainCount, found.size);
            plainCount += found.size;
        }
        for (Targets.Group group : targets.groups) {
            addGroup(group);
        }
    }

    void growTokens() {
        tokenStarts = Arrays.copyOf(tokenStarts, tokenHashes.length * 2 + 1);
        tokenHashes = Arrays.copyOf(tokenHashes, tokenHashes.length * 2);
    }

    void growStack() {
        stackNodes = Arrays.copyOf(stackNodes, stackNodes.length * 2);
        stackDepths = Arrays.copyOf(stackDepths, stackDepths.length * 2);
    }

    private void addGroup(Targets.Group found) {
        for (int i = 0; i < groupCount; i++) {
            if (Arrays.equals(groups[i].name, found.name)) {
                groups[i].append(found.members);
                return;
            }
        }
        if (groupCount == groups.length) {
            groups = Arrays.copyOf(groups, groupCount * 2);
            for (int i = groupCount; i < groups.length; i++) {
                groups[i] = new Group();
            }
        }
        groups[groupCount++].set(found);
    }

    // Refers to the index's own array while one pattern contributes; copies when a second one does.
    private static final class Group {
        private static final Object[] NOBODY = {};
        private static final byte[] NAMELESS = {};

        byte[] name = NAMELESS;
        Object[] members = NOBODY;
        int size;
        private boolean owned;

        void set(Targets.Group found) {
            name = found.name;
            members = found.members.array;
            size = found.members.size;
            owned = false;
        }

        void append(Targets.Members more) {
            if (!owned || size + more.size > members.length) {
                Object[] room = new Object[Math.max(16, (size + more.size) * 2)];
                System.arraycopy(members, 0, room, 0, size);
                members = room;
                owned = true;
            }
            System.arraycopy(more.array, 0, members, size, more.size);
            size += more.size;
        }

        void clear() {
            name = NAMELESS;
            members = NOBODY;
            size = 0;
            owned = false;
        }
    }
}
