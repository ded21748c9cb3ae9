// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.Statistics;
import io.natskit.client.internal.session.Counters;
import io.natskit.client.internal.session.Session;

/** The numbers of a connection at one time. */
record StatisticsSnapshot(
        Counters.Snapshot counters,
        long messagesOut,
        long bytesOut,
        long replies,
        long orphanReplies,
        int requestsPending,
        long outgoingMessages,
        long outgoingBytes,
        int subscriptions)
        implements Statistics {

    static StatisticsSnapshot of(Session session) {
        return new StatisticsSnapshot(
                session.counters().snapshot(),
                session.outbox().accepted(),
                session.outbox().acceptedBytes(),
                session.inbox().replies(),
                session.inbox().orphans(),
                session.inbox().requests().size(),
                session.outbox().pendingMessages(),
                session.outbox().pendingBytes(),
                session.routes().size());
    }

    @Override
    public long messagesIn() {
        return counters.messagesIn();
    }

    @Override
    public long bytesIn() {
        return counters.bytesIn();
    }

    @Override
    public long socketBytesIn() {
        return counters.socketBytesIn();
    }

    @Override
    public long socketBytesOut() {
        return counters.socketBytesOut();
    }

    @Override
    public long socketReads() {
        return counters.socketReads();
    }

    @Override
    public long socketWrites() {
        return counters.socketWrites();
    }

    @Override
    public long reconnects() {
        return counters.reconnects();
    }

    @Override
    public long pingsOut() {
        return counters.pingsOut();
    }

    @Override
    public long oks() {
        return counters.oks();
    }

    @Override
    public long errors() {
        return counters.errors();
    }

    @Override
    public long flushes() {
        return counters.flushes();
    }

    @Override
    public long requests() {
        return counters.requests();
    }

    @Override
    public long messagesDropped() {
        return counters.messagesDropped();
    }

    @Override
    public long publishesDropped() {
        return counters.publishesDropped();
    }

    @Override
    public long messagesInDoubt() {
        return counters.messagesInDoubt();
    }

    @Override
    public long handlerFailures() {
        return counters.handlerFailures();
    }
}
