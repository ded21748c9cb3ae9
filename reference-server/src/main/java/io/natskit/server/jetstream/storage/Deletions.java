// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/** Picks the deletions of a block. */
final class Deletions extends QuietEvents {
    private final RangeVisitor visitor;

    Deletions(RangeVisitor visitor) {
        this.visitor = visitor;
    }

    @Override
    public void deleted(long first, long last) {
        visitor.visit(first, last);
    }
}
