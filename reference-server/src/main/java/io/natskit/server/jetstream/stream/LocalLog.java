// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

/**
 * The log of a stream on one server: what is proposed is agreed upon, and carried out before the call returns. What it says is committed when
 * the stream's {@link Committer} has made it durable. Confined to the stream's loop.
 */
final class LocalLog implements ReplicatedLog {
    private final StateMachine stream;
    private final Committer.Durable store;
    private final Committer committer;

    LocalLog(StateMachine stream, Committer.Durable store, Committer committer) {
        this.stream = stream;
        this.store = store;
        this.committer = committer;
    }

    @Override
    public boolean isLeader() {
        return true;
    }

    @Override
    public long propose(Command command) {
        long index = committer.nextIndex(store);
        stream.apply(command);
        return index;
    }

    @Override
    public long proposed() {
        return committer.lastIndex();
    }

    @Override
    public long committed() {
        return committer.committed();
    }

    @Override
    public void commit() {
        committer.commit();
    }

    @Override
    public long snapshot() {
        return committer.committed();
    }
}
