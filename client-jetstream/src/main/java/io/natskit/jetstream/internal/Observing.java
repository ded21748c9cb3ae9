// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.BackPressureException;
import io.natskit.client.InDoubtException;
import io.natskit.client.NatsException;
import io.natskit.client.NoRespondersException;
import io.natskit.client.NotConnectedException;
import io.natskit.client.OperationTimeoutException;
import io.natskit.client.RequestTimeoutException;
import io.natskit.client.internal.routing.ConnectionInternals;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.ConsumeEvent;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.JetStreamObserver;
import io.natskit.jetstream.JetStreamObserver.Answer;
import io.natskit.jetstream.JetStreamObserver.PublishOutcome;
import io.natskit.wire.jetstream.PubAck;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells the observer, if there is one; what it throws is reported. Any thread. */
final class Observing {
    private final @Nullable JetStreamObserver observer;
    private final ConnectionInternals inside;

    Observing(@Nullable JetStreamObserver observer, ConnectionInternals inside) {
        this.observer = observer;
        this.inside = inside;
    }

    /** Whether anybody looks; where nobody does, nothing need be measured. */
    boolean isOn() {
        return observer != null;
    }

    private void tell(Consumer<JetStreamObserver> what) {
        JetStreamObserver told = observer;
        if (told == null) {
            return;
        }
        try {
            what.accept(told);
        } catch (RuntimeException e) {
            inside.failed(e);
        }
    }

    void stored(String subject, PubAck ack, long startNanos) {
        publishEnded(subject, outcome(ack), startNanos);
    }

    /** A publish failed; {@code null}: its caller gave up. */
    void failed(String subject, @Nullable NatsException error, long startNanos) {
        publishEnded(subject, outcome(error), startNanos);
    }

    private void publishEnded(String subject, PublishOutcome outcome, long startNanos) {
        if (!isOn()) {
            return;
        }
        long nanos = System.nanoTime() - startNanos;
        tell(o -> o.publishEnded(subject, outcome, nanos));
    }

    void retried(String subject, NatsException why) {
        tell(o -> o.publishRetried(subject, why));
    }

    void window(int unacknowledged, int waiting) {
        tell(o -> o.window(unacknowledged, waiting));
    }

    /** A batch ended, by its acknowledgement or an error. */
    void batchEnded(String subject, long messages, @Nullable PubAck ack, @Nullable Throwable error, long startNanos) {
        if (!isOn()) {
            return;
        }
        long nanos = System.nanoTime() - startNanos;
        NatsException why = error != null && Failures.cause(error) instanceof NatsException known ? known : null;
        PublishOutcome outcome = ack != null ? outcome(ack) : outcome(why);
        tell(o -> o.batchEnded(subject, messages, outcome, nanos));
    }

    void delivered(JetStreamMessage message) {
        tell(o -> o.delivered(message));
    }

    void handled(JetStreamMessage message, @Nullable Throwable error, long startNanos) {
        long nanos = System.nanoTime() - startNanos;
        tell(o -> o.handled(message, error, nanos));
    }

    void answered(JetStreamMessage message, Answer answer, long startNanos) {
        long nanos = System.nanoTime() - startNanos;
        tell(o -> o.answered(message, answer, nanos));
    }

    void happened(@Nullable Target target, ConsumeEvent event) {
        tell(o ->
                o.consumeEvent(target == null ? "" : target.stream(), target == null ? "" : target.consumer(), event));
    }

    void called(String operation, @Nullable Throwable error, long startNanos) {
        if (!isOn()) {
            return;
        }
        long nanos = System.nanoTime() - startNanos;
        NatsException why = error instanceof NatsException e ? e : null;
        tell(o -> o.apiCalled(operation, why, nanos));
    }

    private static PublishOutcome outcome(PubAck ack) {
        return ack.duplicate() ? PublishOutcome.DUPLICATE : PublishOutcome.STORED;
    }

    static PublishOutcome outcome(@Nullable NatsException error) {
        if (error == null) {
            return PublishOutcome.CANCELLED;
        }
        if (error instanceof JetStreamApiException) {
            return PublishOutcome.REFUSED;
        }
        if (error instanceof NoRespondersException) {
            return PublishOutcome.NO_RESPONDERS;
        }
        if (error instanceof InDoubtException || error instanceof RequestTimeoutException) {
            return PublishOutcome.IN_DOUBT;
        }
        boolean unsent = error instanceof BackPressureException
                || error instanceof OperationTimeoutException
                || error instanceof NotConnectedException;
        return unsent ? PublishOutcome.NOT_SENT : PublishOutcome.FAILED;
    }
}
