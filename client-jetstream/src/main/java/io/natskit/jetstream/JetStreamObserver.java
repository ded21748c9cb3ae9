// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.NatsException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What metrics and tracing see of JetStream; set by {@link JetStreamOptions.Builder#observer}. What goes over the wire is seen by the connection's
 * {@link io.natskit.client.ConnectionObserver}; this one knows acknowledgements, windows, deliveries and redeliveries. Without one, nothing is paid for it.
 *
 * <p>Methods are called on the thread where the thing happens: a caller's, a handler's, the connection's I/O thread. They must not wait, and must not use the connection.
 * What they throw is reported as {@link io.natskit.client.ConnectionEvent.HandlerFailed}, and otherwise ignored. All do nothing by default.
 */
public interface JetStreamObserver {

    /** How a publish, or a batch, ended. */
    enum PublishOutcome {
        /** It was acknowledged. */
        STORED,
        /** It was acknowledged, and had been stored before under its message id. */
        DUPLICATE,
        /** The stream refused it. */
        REFUSED,
        /** No stream listened, after all retries. */
        NO_RESPONDERS,
        /** It was sent, and no acknowledgement came: stored once, or not at all. */
        IN_DOUBT,
        /** It was never sent: no room in window, line or outgoing buffer in its time. */
        NOT_SENT,
        /** The caller gave up. */
        CANCELLED,
        /** Something else failed it: the connection was closed, ... */
        FAILED
    }

    /** How a message was answered. */
    enum Answer {
        /** It is done. */
        ACK,
        /** To be delivered again. */
        NAK,
        /** It is being worked on. */
        WORKING,
        /** Never to be delivered again. */
        TERM
    }

    /** A publish ended, {@code nanos} after the caller asked for it: waits for room and retries included. */
    default void publishEnded(String subject, PublishOutcome outcome, long nanos) {}

    /** A publish will be sent again, because of {@code why}. */
    default void publishRetried(String subject, NatsException why) {}

    /** The window of {@link AsyncJetStream} moved: so many publishes are sent and not acknowledged, so many wait for room. */
    default void window(int unacknowledged, int waiting) {}

    /** An atomic batch was committed, or fast ingest ended; {@code messages} were sent since it began, {@code nanos} ago. */
    default void batchEnded(String subject, long messages, PublishOutcome outcome, long nanos) {}

    /** A message was handed to its handler, or taken. {@link JetStreamMessage#metadata()} knows stream, consumer, how often it was delivered, and how many are pending. */
    default void delivered(JetStreamMessage message) {}

    /** A handler returned {@code nanos} after it got the message, or threw {@code error}. */
    default void handled(JetStreamMessage message, @Nullable Throwable error, long nanos) {}

    /** A message was answered, {@code nanos} after it was handed over. */
    default void answered(JetStreamMessage message, Answer answer, long nanos) {}

    /** Something happened to consuming; the same as {@link ConsumeSpec#onEvent} is told, but at once. Names are empty where they are not known at that moment. */
    default void consumeEvent(String stream, String consumer, ConsumeEvent event) {}

    /** A request to the API ended: {@code operation} is its subject behind the prefix, {@code error} why it failed, {@code nanos} how long it took. */
    default void apiCalled(String operation, @Nullable NatsException error, long nanos) {}

    /** An observer of all of them, in order. */
    static JetStreamObserver all(List<? extends JetStreamObserver> observers) {
        return new AllJetStreamObservers(List.copyOf(observers));
    }
}
