// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import org.jspecify.annotations.Nullable;

/** Keeps nothing: for consumers whose state need not survive. Confined to one thread. */
public final class MemoryConsumerStore implements ConsumerStore {
    private final ConsumerState recovered;

    /** A store that keeps nothing. */
    public MemoryConsumerStore() {
        this(new ConsumerState());
    }

    /** A store that keeps nothing, of a consumer that begins with that state. */
    public MemoryConsumerStore(ConsumerState recovered) {
        this.recovered = recovered;
    }

    @Override
    public ConsumerState recovered() {
        return recovered;
    }

    @Override
    public void startsAt(long streamSequence) {}

    @Override
    public void delivered(
            long consumerSequence, long streamSequence, long deliveries, long timestampNanos, boolean pending) {}

    @Override
    public void settled(long streamSequence) {}

    @Override
    public void exhausted(long streamSequence, int redeliveries) {}

    @Override
    public void ackFloor(long consumerSequence, long streamSequence) {}

    @Override
    public boolean snapshotDue() {
        return false;
    }

    @Override
    public void replace(ConsumerState state) {}

    @Override
    public void flush() {}

    @Override
    public Step prepareSync() {
        return NothingToDo.STEP;
    }

    @Override
    public @Nullable StoreFailedException failure() {
        return null;
    }

    @Override
    public void abandon() {}

    @Override
    public void discard() {}

    @Override
    public void close() {}
}
