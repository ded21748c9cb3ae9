// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/**
 * Subjects by their last token: what a filter as {@code *.door7} asks for, where a walk through all that the wildcard may stand for would be
 * long. A chain holds the subjects whose last tokens have hashes with the same end, in no order; it is two numbers here and two in each
 * subject's record. Confined to one thread.
 */
final class LastTokens {
    private static final int NONE = -1;
    // subjects for each chain when there are more chains; half as many after that
    private static final int LOAD = 4;

    private final SubjectRecords records;
    // by the end of the hash: a subject of the chain plus one, 0 for none; how many there are
    private int[] heads = new int[16];
    private int[] lengths = new int[16];
    private int size;

    LastTokens(SubjectRecords records) {
        this.records = records;
    }

    /** Whether subjects of this pattern can be found here: it is no literal, and its last token is. */
    static boolean serves(byte[] pattern) {
        int token = start(pattern, 0, pattern.length);
        boolean wildcard = pattern.length - token == 1 && (pattern[token] == '*' || pattern[token] == '>');
        return token > 0 && !wildcard;
    }

    /** Where the last token of a name begins. */
    static int start(byte[] name, int offset, int length) {
        int at = offset + length;
        while (at > offset && name[at - 1] != '.') {
            at--;
        }
        return at;
    }

    /** Whether there should be more chains: {@link #reset} and every subject anew. */
    boolean isCrowded() {
        return size >= heads.length * LOAD;
    }

    /** Forgets all, and has twice as many chains. */
    void reset() {
        heads = new int[heads.length * 2];
        lengths = new int[heads.length];
        size = 0;
    }

    void add(int id, int hash) {
        int chain = hash & (heads.length - 1);
        int head = heads[chain] - 1;
        records.next(id, head);
        records.previous(id, NONE);
        if (head != NONE) {
            records.previous(head, id);
        }
        heads[chain] = id + 1;
        lengths[chain]++;
        size++;
    }

    void remove(int id, int hash) {
        int chain = hash & (heads.length - 1);
        int next = records.next(id);
        int previous = records.previous(id);
        if (next != NONE) {
            records.previous(next, previous);
        }
        if (previous == NONE) {
            heads[chain] = next + 1;
        } else {
            records.next(previous, next);
        }
        lengths[chain]--;
        size--;
    }

    /** How many subjects {@link #show} shows. */
    int count(int hash) {
        return lengths[hash & (heads.length - 1)];
    }

    /** Shows ids, among them all whose last token has this hash, until the visitor has enough. */
    void show(int hash, SubjectTree.Ids visitor) {
        int id = heads[hash & (heads.length - 1)] - 1;
        while (id != NONE && visitor.visit(id)) {
            id = records.next(id);
        }
    }
}
