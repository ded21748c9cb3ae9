// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Arrays;

/** Ids that were shown, to be shown again. Confined to one thread. */
final class IdList implements SubjectTree.Ids {
    private int[] ids = new int[16];
    private int size;

    @Override
    public boolean visit(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
        }
        ids[size++] = id;
        return true;
    }

    /** Shows them in the order in which they came, until the visitor has enough. */
    void show(SubjectTree.Ids visitor) {
        for (int i = 0; i < size && visitor.visit(ids[i]); i++) {
            // the visitor does it
        }
    }
}
