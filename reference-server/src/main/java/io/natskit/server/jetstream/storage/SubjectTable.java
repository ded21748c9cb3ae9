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
 * The subjects that have messages: first and last sequence and count of each, found by name (a hash table) and by pattern (a radix tree).
 * A subject is a small number, its id, and about fifty bytes beside its name; there is no object for it. Ids of subjects without messages
 * are used again. Confined to one thread.
 */
final class SubjectTable {
    static final int NONE = -1;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long RENAME_FLOOR = 64 << 10;

    // by id
    private final IntColumn wheres = new IntColumn();
    private final LongColumn firsts = new LongColumn();
    private final LongColumn lasts = new LongColumn();
    private final IntColumn counts = new IntColumn();
    private int ids;
    private int freeId = NONE;
    private int size;

    private SubjectNames names = new SubjectNames();
    private long forgottenNames;
    private final SubjectTree tree = new SubjectTree(wheres);
    private final SubjectWalk walk = new SubjectWalk(tree);

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
        return firsts.get(id);
    }

    void first(int id, long sequence) {
        firsts.set(id, sequence);
    }

    long last(int id) {
        return lasts.get(id);
    }

    void last(int id, long sequence) {
        lasts.set(id, sequence);
    }

    /** How many messages a subject has; 0 if the id is not in use. Fewer than 2^31, as is the whole stream of one block index. */
    long count(int id) {
        return counts.get(id) & 0xffffffffL;
    }

    void count(int id, long count) {
        counts.set(id, (int) count);
    }

    /** The name of a subject; valid until the next change of the table. */
    void name(int id, ByteRange into) {
        names.range(wheres.get(id), into);
    }

    boolean matches(SubjectFilter filter, int id) {
        int where = wheres.get(id);
        return filter.matches(names.array(where), names.offset(where), names.length(where));
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
                if (names.equal(wheres.get(id), name, offset, length)) {
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
            freeId = (int) firsts.get(id);
        }
        wheres.set(id, names.add(name, offset, length));
        firsts.set(id, 0);
        lasts.set(id, 0);
        counts.set(id, 0);
        size++;
        put(slots, (long) hash(name, offset, length) << 32 | (id + 1L));
        tree.add(id, names, wheres.get(id));
        return id;
    }

    /** Forgets a subject that has no messages left. */
    void remove(int id) {
        int where = wheres.get(id);
        tree.remove(id, names, where);
        removeSlot(id, hash(names.array(where), names.offset(where), names.length(where)));
        forgottenNames += names.length(where) + 2L;
        counts.set(id, 0);
        firsts.set(id, freeId);
        freeId = id;
        size--;
        if (forgottenNames > RENAME_FLOOR && forgottenNames * 2 > names.size()) {
            rename();
        }
    }

    /** Shows the ids of all subjects that match, each once, in the order of their names for a single pattern and for all. */
    void matching(SubjectFilter filter, SubjectTree.Ids visitor) {
        byte[] literal = filter.literal();
        if (literal != null) {
            int id = find(literal, 0, literal.length);
            if (id != NONE) {
                visitor.visit(id);
            }
            return;
        }
        byte[][] patterns = filter.patterns();
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
        walk.show(shape, names, visitor);
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
        if (slots.length >= 1 << 30) {
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
            if (counts.get(id) != 0) {
                names.range(wheres.get(id), range);
                wheres.set(id, fresh.add(range.array(), range.offset(), range.length()));
            }
        }
        names = fresh;
        forgottenNames = 0;
    }
}
