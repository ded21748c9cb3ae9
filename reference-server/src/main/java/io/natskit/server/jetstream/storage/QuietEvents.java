// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/** Takes no notice of anything, for those who look for one kind of record. */
abstract class QuietEvents implements BlockEvents {
    @Override
    public void message(long sequence, ByteRange subject, int position, int length, int flags, long expiresNanos) {}

    @Override
    public void deleted(long first, long last) {}

    @Override
    public void state(long first, long last, long lastTimestampNanos) {}

    @Override
    public void erased(long sequence) {}

    @Override
    public void stored(long timestampNanos) {}

    @Override
    public void damagedMessage(long sequence, int length, int flags, int position) {}

    @Override
    public void damagedBytes(int position, int length) {}
}
