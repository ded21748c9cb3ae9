// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/** Is shown ranges of sequences, in rising order. */
@FunctionalInterface
public interface RangeVisitor {
    /** Sequences {@code first} to {@code last}, both included. */
    void visit(long first, long last);
}
