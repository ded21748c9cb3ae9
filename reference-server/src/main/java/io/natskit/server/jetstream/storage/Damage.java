// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/** Picks what is damaged in a block. */
final class Damage extends QuietEvents {
    private final RangeVisitor messages;

    /** Something is no record at all. */
    boolean bytesDamaged;

    /** {@code messages} is shown sequence and position of each. */
    Damage(RangeVisitor messages) {
        this.messages = messages;
    }

    @Override
    public void damagedMessage(long sequence, int length, int flags, int position) {
        messages.visit(sequence, position);
    }

    @Override
    public void damagedBytes(int position, int length) {
        bytesDamaged = true;
    }
}
