// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.nio.ByteBuffer;
import java.time.Duration;

/** Two observers as one. A buffer is given to each with its own position. */
record BothObservers(ConnectionObserver first, ConnectionObserver second) implements ConnectionObserver {

    @Override
    public void event(ConnectionEvent event) {
        first.event(event);
        second.event(event);
    }

    @Override
    public void connectStage(ServerAddress server, ConnectStage stage, Duration sinceStart) {
        first.connectStage(server, stage, sinceStart);
        second.connectStage(server, stage, sinceStart);
    }

    @Override
    public void published(String subject, int bytes) {
        first.published(subject, bytes);
        second.published(subject, bytes);
    }

    @Override
    public void received(Subscription subscription, int bytes) {
        first.received(subscription, bytes);
        second.received(subscription, bytes);
    }

    @Override
    public void dropped(Subscription subscription, int bytes) {
        first.dropped(subscription, bytes);
        second.dropped(subscription, bytes);
    }

    @Override
    public void requestEnded(String subject, RequestOutcome outcome, long nanos) {
        first.requestEnded(subject, outcome, nanos);
        second.requestEnded(subject, outcome, nanos);
    }

    @Override
    public void read(ByteBuffer bytes) {
        first.read(bytes.duplicate());
        second.read(bytes.duplicate());
    }

    @Override
    public void written(ByteBuffer bytes) {
        first.written(bytes.duplicate());
        second.written(bytes.duplicate());
    }
}
