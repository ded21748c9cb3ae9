// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Arrays;

/**
 * A walk through the part of a {@link SubjectTree} where subjects of a shape can be: a literal piece decides the way at each node, a token that
 * may say anything takes both ways. What it shows still has to be matched, since nodes skip the bits that all below them share. Confined to
 * the tree's thread; it keeps a stack of its own and does not recurse.
 */
final class SubjectWalk {
    private static final int NONE = -1;
    private static final int FRAME = 3;

    private final SubjectTree tree;

    private SubjectShape shape = SubjectShape.beginningWith(new byte[0]);
    private SubjectNames names = new SubjectNames();
    // the subtree at hand; where its names stand in the shape: in a literal piece that begins at an offset of the name,
    // or in what follows the piece
    private int here = NONE;
    private int piece;
    private boolean behindPiece;
    private int offset;
    // a subject of this subtree, if one is known
    private int sample = NONE;

    // how many steps may still be taken
    private long left;

    private int[] stack = new int[64 * FRAME];
    private int depth;

    SubjectWalk(SubjectTree tree) {
        this.tree = tree;
    }

    /**
     * Shows ids in the order of their names, among them all whose subjects have the shape, until the visitor has enough. Answers false if
     * that takes more than so many steps, from one node to the next, and gives up.
     */
    boolean show(SubjectShape wanted, SubjectNames namesOfIds, SubjectTree.Ids visitor, long steps) {
        left = steps;
        shape = wanted;
        names = namesOfIds;
        depth = 0;
        piece = 0;
        behindPiece = false;
        push(tree.root(), 0);
        while (depth > 0) {
            pop();
            int id = leaf();
            if (left < 0) {
                return false;
            }
            if (id != NONE && !visitor.visit(id)) {
                return true;
            }
        }
        return true;
    }

    /** The first leaf of the subtree at hand that may match, the others being pushed; none if none can. */
    private int leaf() {
        while (SubjectTree.isNode(here)) {
            if (--left < 0) {
                return NONE;
            }
            int node = here >> 1;
            int bit = tree.bit(node);
            if (!follow(SubjectTree.index(bit))) {
                return NONE;
            }
            if (behindPiece) {
                push(tree.right(node), offset);
                here = tree.left(node);
            } else if (wantedBit(bit) == 0) {
                here = tree.left(node);
            } else {
                here = tree.right(node);
                sample = NONE;
            }
        }
        return here >> 1;
    }

    /** Goes through the shape as far as the bytes before {@code index} say, which all names of the subtree share; answers whether they fit. */
    private boolean follow(int index) {
        while (true) {
            if (behindPiece) {
                if (shape.isLast(piece) || !passToken(index)) {
                    return true;
                }
            } else {
                byte[] literal = shape.literal(piece);
                int end = offset + literal.length;
                if (index < end || shape.isLast(piece) && !shape.isOpen()) {
                    return true;
                }
                if (!isAt(literal)) {
                    return false;
                }
                offset = end;
                behindPiece = true;
            }
        }
    }

    /** Finds the end of the token at hand before {@code index}; the next piece begins there. */
    private boolean passToken(int index) {
        int where = tree.where(sample());
        byte[] name = names.array(where);
        int start = names.offset(where);
        while (offset < index) {
            if (name[start + offset] == '.') {
                piece++;
                behindPiece = false;
                return true;
            }
            offset++;
        }
        return false;
    }

    private boolean isAt(byte[] literal) {
        int where = tree.where(sample());
        int from = names.offset(where) + offset;
        return Arrays.equals(names.array(where), from, from + literal.length, literal, 0, literal.length);
    }

    private int wantedBit(int bit) {
        byte[] literal = shape.literal(piece);
        return SubjectTree.bit(literal, 0, literal.length, bit - offset * SubjectTree.BITS);
    }

    private int sample() {
        if (sample == NONE) {
            int at = here;
            while (SubjectTree.isNode(at)) {
                at = tree.left(at >> 1);
                left--;
            }
            sample = at >> 1;
        }
        return sample;
    }

    private void push(int reference, int at) {
        if (depth * FRAME == stack.length) {
            stack = Arrays.copyOf(stack, stack.length * 2);
        }
        int top = depth++ * FRAME;
        stack[top] = reference;
        stack[top + 1] = piece << 1 | (behindPiece ? 1 : 0);
        stack[top + 2] = at;
    }

    private void pop() {
        int top = --depth * FRAME;
        here = stack[top];
        piece = stack[top + 1] >> 1;
        behindPiece = (stack[top + 1] & 1) == 1;
        offset = stack[top + 2];
        sample = NONE;
    }
}
