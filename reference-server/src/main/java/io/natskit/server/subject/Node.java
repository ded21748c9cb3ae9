// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import org.jspecify.annotations.Nullable;

/** A place in the trie of wildcard patterns. Written under the index's lock, read by anybody. Children by literal token are edges of the index. */
final class Node {
    final @Nullable Node parent;
    /** The edge that leads here; null for the root and for the child of {@code *}. */
    final @Nullable SubjectKey edge;

    /** Part of the hash of the edges that start here. */
    final int salt;

    /** How many edges start here; raised before an edge appears and lowered after it is gone, so 0 means that there is none. */
    volatile int edges;

    volatile @Nullable Node star;
    volatile Targets targets = Targets.NONE;
    volatile Targets tail = Targets.NONE;

    Node(@Nullable Node parent, @Nullable SubjectKey edge, int salt) {
        this.parent = parent;
        this.edge = edge;
        this.salt = salt;
    }

    boolean isUnused() {
        return edges == 0 && star == null && targets.isEmpty() && tail.isEmpty();
    }
}
