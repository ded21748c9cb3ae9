// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Arrays;

/**
 * Subjects in the order of their bytes: a binary radix tree (PATRICIA) of three ints a subject, whose leaves are subject ids. It finds the
 * subjects of a shape without a look at the others. Each byte counts nine bits, the first of which says that there is one, so that a
 * name comes before its extensions. Confined to one thread. {@link SubjectWalk} goes through it.
 */
final class SubjectTree {
    /** How many bits a byte counts: the first says that there is one. */
    static final int BITS = 9;

    private static final int NONE = -1;

    // a node: the bit that it asks for, and what is on both sides
    private static final int INTS = 3;
    private static final int LEFT = 1;
    private static final int RIGHT = 2;

    private final SubjectRecords records;
    private final IntColumn ints = new IntColumn();
    // a reference is a node's number times two, or a leaf's id times two plus one
    private int root = NONE;
    private int nodes;
    private int freeNode = NONE;

    /** An empty tree of subjects whose names are where their records say. */
    SubjectTree(SubjectRecords records) {
        this.records = records;
    }

    /** Puts a subject in, whose name is not there yet. */
    void add(int id, SubjectNames names, int where) {
        byte[] name = names.array(where);
        int offset = names.offset(where);
        int length = names.length(where);
        int leaf = id << 1 | 1;
        if (root == NONE) {
            root = leaf;
            return;
        }
        int nearest = nearest(name, offset, length);
        int bit = firstDifference(name, offset, length, names, records.where(nearest));
        int parent = NONE;
        int below = root;
        while (isNode(below) && bit(below >> 1) < bit) {
            parent = below >> 1;
            below = bit(name, offset, length, bit(parent)) == 0 ? left(parent) : right(parent);
        }
        int node = newNode();
        ints.set(node * INTS, bit);
        boolean right = bit(name, offset, length, bit) == 1;
        left(node, right ? below : leaf);
        right(node, right ? leaf : below);
        replaceChild(parent, below, node << 1);
    }

    /** Takes a subject out that is there. */
    void remove(int id, SubjectNames names, int where) {
        byte[] name = names.array(where);
        int offset = names.offset(where);
        int length = names.length(where);
        int leaf = id << 1 | 1;
        int grandparent = NONE;
        int parent = NONE;
        int at = root;
        while (isNode(at)) {
            grandparent = parent;
            parent = at >> 1;
            at = bit(name, offset, length, bit(parent)) == 0 ? left(parent) : right(parent);
        }
        if (at != leaf) {
            throw new IllegalStateException("subject " + id + " is not in the tree");
        }
        if (parent == NONE) {
            root = NONE;
            return;
        }
        int sibling = left(parent) == leaf ? right(parent) : left(parent);
        replaceChild(grandparent, parent << 1, sibling);
        left(parent, freeNode);
        freeNode = parent;
    }

    /** Is shown ids; answers whether to go on. */
    @FunctionalInterface
    interface Ids {
        boolean visit(int id);
    }

    /** The reference to the topmost node, or to the only leaf, or -1. */
    int root() {
        return root;
    }

    /** Whether a reference is one to a node; else it is one to a leaf, and half of it is the leaf's id. */
    static boolean isNode(int reference) {
        return (reference & 1) == 0;
    }

    /** The bit that a node asks for. */
    int bit(int node) {
        return ints.get(node * INTS);
    }

    int left(int node) {
        return ints.get(node * INTS + LEFT);
    }

    int right(int node) {
        return ints.get(node * INTS + RIGHT);
    }

    private void left(int node, int reference) {
        ints.set(node * INTS + LEFT, reference);
    }

    private void right(int node, int reference) {
        ints.set(node * INTS + RIGHT, reference);
    }

    /** Where the name of a subject is. */
    int where(int id) {
        return records.where(id);
    }

    /** The index of the byte that a bit belongs to. */
    static int index(int bit) {
        return bit / BITS;
    }

    private int nearest(byte[] name, int offset, int length) {
        int at = root;
        while (isNode(at)) {
            int node = at >> 1;
            at = bit(name, offset, length, bit(node)) == 0 ? left(node) : right(node);
        }
        return at >> 1;
    }

    /** A bit of a name; behind its end all are 0. */
    static int bit(byte[] name, int offset, int length, int bit) {
        int index = index(bit);
        int within = bit - index * BITS;
        if (index >= length) {
            return 0;
        }
        return within == 0 ? 1 : name[offset + index] >>> (8 - within) & 1;
    }

    private static int firstDifference(byte[] name, int offset, int length, SubjectNames names, int otherWhere) {
        byte[] other = names.array(otherWhere);
        int otherOffset = names.offset(otherWhere);
        int otherLength = names.length(otherWhere);
        int at = Arrays.mismatch(name, offset, offset + length, other, otherOffset, otherOffset + otherLength);
        if (at < 0) {
            throw new IllegalStateException("subject is in the tree already");
        }
        if (at >= length || at >= otherLength) {
            return at * BITS;
        }
        int difference = (name[offset + at] ^ other[otherOffset + at]) & 0xff;
        return at * BITS + 1 + Integer.numberOfLeadingZeros(difference) - 24;
    }

    private void replaceChild(int parent, int old, int now) {
        if (parent == NONE) {
            root = now;
        } else if (left(parent) == old) {
            left(parent, now);
        } else {
            right(parent, now);
        }
    }

    private int newNode() {
        if (freeNode == NONE) {
            return nodes++;
        }
        int node = freeNode;
        freeNode = left(node);
        return node;
    }
}
