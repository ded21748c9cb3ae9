// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import io.natskit.wire.subject.Subjects;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The subjects that have messages: first and last sequence and count of each, found by name (a hash table) and by pattern (a radix tree, or
 * by the last token). A subject is a small number, its id, and about sixty bytes beside its name; there is no object for it. Ids of
 * subjects without messages are used again. Confined to one thread.
 */
final class SubjectTable {
    static final int NONE = -1;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long RENAME_FLOOR = 64 << 10;
    // a step of a walk costs about as much as this many subjects of a chain
    private static final int STEP_COST = 4;
    // more patterns than this are looked for all at once
    private static final int ONE_BY_ONE_MAX = 16;

    private final SubjectRecords records = new SubjectRecords();
    private int ids;
    private int freeId = NONE;
    private int size;

    private SubjectNames names = new SubjectNames();
    private long forgottenNames;
    private final SubjectTree tree = new SubjectTree(records);
    private final SubjectWalk walk = new SubjectWalk(tree);
    private final LastTokens lastTokens = new LastTokens(records);

    // open addressing with linear probes: the name's hash above, the id plus one below; 0 is free
    private long[] slots = new long[16];
    private final long seed = ThreadLocalRandom.current().nextLong();
    private final ByteRange range = new ByteRange();

    /** How many subjects have messages. */
    int size() {
        return size;
    }

    /** One more than the highest id. */
    int idBound() {
        return ids;
    }

    long first(int id) {
        return records.first(id);
    }

    void first(int id, long sequence) {
        records.first(id, sequence);
    }

    long last(int id) {
        return records.last(id);
    }

    void last(int id, long sequence) {
        records.last(id, sequence);
    }

    /** How many messages a subject has; 0 if the id is not in use. Fewer than 2^31, as is the whole stream of one block index. */
    long count(int id) {
        return records.count(id) & 0xffffffffL;
    }

    void count(int id, long count) {
        records.count(id, (int) count);
    }

    /** The name of a subject; valid until the next change of the table. */
    void name(int id, ByteRange into) {
        names.range(records.where(id), into);
    }

    boolean matches(SubjectFilter filter, int id) {
        int where = records.where(id);
        return filter.matches(names.array(where), names.offset(where), names.length(where));
    }

    private boolean matches(byte[] pattern, int id) {
        int where = records.where(id);
        return Subjects.matches(
                pattern, 0, pattern.length, names.array(where), names.offset(where), names.length(where));
    }

    /** The id of a subject, or {@link #NONE}. */
    int find(byte[] name, int offset, int length) {
        int hash = hash(name, offset, length);
        int mask = slots.length - 1;
        for (int i = hash & mask; ; i = (i + 1) & mask) {
            long slot = slots[i];
            if (slot == 0) {
                return NONE;
            }
            if ((int) (slot >>> 32) == hash) {
                int id = (int) slot - 1;
                if (names.equal(records.where(id), name, offset, length)) {
                    return id;
                }
            }
        }
    }

    /** The id of a subject; a new one, without messages, if it is not there. */
    int findOrAdd(byte[] name, int offset, int length) {
        int found = find(name, offset, length);
        if (found != NONE) {
            return found;
        }
        if ((size + 1) * 4L > slots.length * 3L) {
            grow();
        }
        int id = freeId;
        if (id == NONE) {
            id = ids++;
        } else {
            freeId = (int) records.first(id);
        }
        records.begin(id, names.add(name, offset, length));
        size++;
        put(slots, (long) hash(name, offset, length) << 32 | (id + 1L));
        tree.add(id, names, records.where(id));
        if (lastTokens.isCrowded()) {
            spreadLastTokens();
        }
        lastTokens.add(id, lastTokenHash(records.where(id)));
        return id;
    }

    private void spreadLastTokens() {
        lastTokens.reset();
        for (int id = 0; id < ids; id++) {
            if (records.count(id) != 0) {
                lastTokens.add(id, lastTokenHash(records.where(id)));
            }
        }
    }

    /** Forgets a subject that has no messages left. */
    void remove(int id) {
        int where = records.where(id);
        tree.remove(id, names, where);
        lastTokens.remove(id, lastTokenHash(where));
        removeSlot(id, hash(names.array(where), names.offset(where), names.length(where)));
        forgottenNames += names.length(where) + 2L;
        records.count(id, 0);
        records.first(id, freeId);
        freeId = id;
        size--;
        if (forgottenNames > RENAME_FLOOR && forgottenNames * 2 > names.size()) {
            rename();
        }
    }

    /** Shows the ids of all subjects that match, each once, in no order: the fastest way. */
    void each(SubjectFilter filter, SubjectTree.Ids visitor) {
        byte[][] patterns = filter.patterns();
        if (patterns.length > ONE_BY_ONE_MAX) {
            matching(filter, visitor);
            return;
        }
        boolean[] enough = {false};
        for (int i = 0; i < patterns.length && !enough[0]; i++) {
            int before = i;
            each(patterns[i], id -> {
                boolean more = isShown(patterns, before, id) || visitor.visit(id);
                enough[0] = !more;
                return more;
            });
        }
    }

    private boolean isShown(byte[][] patterns, int before, int id) {
        for (int i = 0; i < before; i++) {
            if (matches(patterns[i], id)) {
                return true;
            }
        }
        return false;
    }

    private void each(byte[] pattern, SubjectTree.Ids visitor) {
        if (Subjects.isLiteral(pattern)) {
            int id = find(pattern, 0, pattern.length);
            if (id != NONE) {
                visitor.visit(id);
            }
            return;
        }
        SubjectTree.Ids matching = id -> !matches(pattern, id) || visitor.visit(id);
        SubjectShape shape = SubjectShape.of(pattern);
        if (!LastTokens.serves(pattern)) {
            candidates(shape, matching);
            return;
        }
        int hash = lastTokenHash(pattern, 0, pattern.length);
        IdList walked = new IdList();
        if (walk.show(shape, names, walked, lastTokens.count(hash) / STEP_COST)) {
            walked.show(matching);
        } else {
            lastTokens.show(hash, matching);
        }
    }

    /** Shows the ids of all subjects that match, each once, in the order of their names for a single pattern and for all. */
    void matching(SubjectFilter filter, SubjectTree.Ids visitor) {
        byte[][] patterns = filter.patterns();
        if (filter.literal() != null) {
            each(patterns[0], visitor);
            return;
        }
        SubjectShape shape = patterns.length == 1
                ? SubjectShape.of(patterns[0])
                : SubjectShape.beginningWith(commonPrefix(patterns));
        if (patterns.length > 1 && shape.prefix().length == 0 && allLiteral(patterns)) {
            literals(patterns, visitor);
        } else {
            candidates(shape, id -> !matches(filter, id) || visitor.visit(id));
        }
    }

    /** Shows the ids of some subjects in the order of their names, among them all that have the shape. */
    void candidates(SubjectShape shape, SubjectTree.Ids visitor) {
        walk.show(shape, names, visitor, Long.MAX_VALUE);
    }

    private void literals(byte[][] patterns, SubjectTree.Ids visitor) {
        byte[][] sorted = patterns.clone();
        Arrays.sort(sorted, Arrays::compareUnsigned);
        for (byte[] pattern : sorted) {
            int id = find(pattern, 0, pattern.length);
            if (id != NONE && !visitor.visit(id)) {
                return;
            }
        }
    }

    private static boolean allLiteral(byte[][] patterns) {
        for (byte[] pattern : patterns) {
            if (!Subjects.isLiteral(pattern)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] commonPrefix(byte[][] patterns) {
        byte[] common = SubjectShape.of(patterns[0]).prefix();
        for (byte[] pattern : patterns) {
            byte[] prefix = SubjectShape.of(pattern).prefix();
            int at = Arrays.mismatch(common, prefix);
            if (at >= 0) {
                common = Arrays.copyOf(common, at);
            }
        }
        return common;
    }

    private int lastTokenHash(int where) {
        return lastTokenHash(names.array(where), names.offset(where), names.length(where));
    }

    private int lastTokenHash(byte[] name, int offset, int length) {
        int start = LastTokens.start(name, offset, length);
        return hash(name, start, offset + length - start);
    }

    private int hash(byte[] name, int offset, int length) {
        long h = seed + length;
        int at = offset;
        int end = offset + length;
        for (; at + 8 <= end; at += 8) {
            h = mix(h ^ (long) LONGS.get(name, at));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << 8 | name[at] & 0xff;
        }
        h = mix(h ^ rest);
        return (int) (h ^ h >>> 32);
    }

    private static long mix(long z) {
        long x = (z ^ z >>> 32) * 0xd6e8feb86659fd93L;
        return x ^ x >>> 29;
    }

    private static void put(long[] into, long slot) {
        int mask = into.length - 1;
        int i = (int) (slot >>> 32) & mask;
        while (into[i] != 0) {
            i = (i + 1) & mask;
        }
        into[i] = slot;
    }

    private void grow() {
        if (slots.length >= 1 << 29) {
            throw new IllegalStateException("subjects: more than " + size + " in one stream");
        }
        long[] larger = new long[slots.length * 2];
        for (long slot : slots) {
            if (slot != 0) {
                put(larger, slot);
            }
        }
        slots = larger;
    }

    private void removeSlot(int id, int hash) {
        int mask = slots.length - 1;
        int hole = hash & mask;
        while ((int) slots[hole] != id + 1) {
            hole = (hole + 1) & mask;
        }
        // moves up what a probe would no longer find behind the hole
        for (int i = (hole + 1) & mask; slots[i] != 0; i = (i + 1) & mask) {
            int home = (int) (slots[i] >>> 32) & mask;
            if (((i - home) & mask) >= ((i - hole) & mask)) {
                slots[hole] = slots[i];
                hole = i;
            }
        }
        slots[hole] = 0;
    }

    private void rename() {
        SubjectNames fresh = new SubjectNames();
        for (int id = 0; id < ids; id++) {
            if (records.count(id) != 0) {
                names.range(records.where(id), range);
                records.where(id, fresh.add(range.array(), range.offset(), range.length()));
            }
        }
        names = fresh;
        forgottenNames = 0;
    }
}
