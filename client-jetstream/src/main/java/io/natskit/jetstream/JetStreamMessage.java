// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A message that a consumer delivered: a core message, and what JetStream knows of it. Its answer goes to the reply subject as it came (ADR-15). One of {@link #ack},
 * {@link #nak}, {@link #term} counts, the first; later ones are ignored. Not for implementation by users.
 */
public interface JetStreamMessage extends Message {

    /** What its reply subject says; read when first asked for. */
    Metadata metadata();

    /** It is done. Returns when the answer is in the outgoing buffer; the server may still deliver it again if that is lost. */
    void ack();

    /**
     * It is done; waits until the server has confirmed that it knows.
     *
     * @throws io.natskit.client.RequestTimeoutException when that took longer than {@code timeout}: it may be delivered again
     * @throws io.natskit.client.NoRespondersException when the consumer is gone
     */
    void ackSync(Duration timeout);

    /** As {@link #ackSync(Duration)}, without waiting; fails after {@link JetStreamOptions#timeout()}. */
    CompletableFuture<Void> ackAsync();

    /** It is not done: have it delivered again at once. */
    void nak();

    /** It is not done: have it delivered again after {@code delay}. */
    void nak(Duration delay);

    /** It is being worked on: the ack wait begins anew. May be called any number of times. */
    void working();

    /** It will never be done: no more deliveries. */
    void term();

    /** It will never be done, for {@code reason}, which the advisory repeats (server 2.10.4). */
    void term(String reason);

    /** Whether a terminal answer was given. */
    boolean isAnswered();
}
