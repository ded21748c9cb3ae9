// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.NatsException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several observers as one. */
record AllJetStreamObservers(List<JetStreamObserver> all) implements JetStreamObserver {

    @Override
    public void publishEnded(String subject, PublishOutcome outcome, long nanos) {
        all.forEach(o -> o.publishEnded(subject, outcome, nanos));
    }

    @Override
    public void publishRetried(String subject, NatsException why) {
        all.forEach(o -> o.publishRetried(subject, why));
    }

    @Override
    public void window(int unacknowledged, int waiting) {
        all.forEach(o -> o.window(unacknowledged, waiting));
    }

    @Override
    public void batchEnded(String subject, long messages, PublishOutcome outcome, long nanos) {
        all.forEach(o -> o.batchEnded(subject, messages, outcome, nanos));
    }

    @Override
    public void delivered(JetStreamMessage message) {
        all.forEach(o -> o.delivered(message));
    }

    @Override
    public void handled(JetStreamMessage message, @Nullable Throwable error, long nanos) {
        all.forEach(o -> o.handled(message, error, nanos));
    }

    @Override
    public void answered(JetStreamMessage message, Answer answer, long nanos) {
        all.forEach(o -> o.answered(message, answer, nanos));
    }

    @Override
    public void consumeEvent(String stream, String consumer, ConsumeEvent event) {
        all.forEach(o -> o.consumeEvent(stream, consumer, event));
    }

    @Override
    public void apiCalled(String operation, @Nullable NatsException error, long nanos) {
        all.forEach(o -> o.apiCalled(operation, error, nanos));
    }
}
