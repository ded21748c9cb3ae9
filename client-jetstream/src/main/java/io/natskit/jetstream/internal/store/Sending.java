// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal.store;

import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.AsyncJetStream;
import io.natskit.wire.jetstream.PubAck;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Publishing for who sends many large messages out of few arrays. */
public interface Sending {
    /**
     * Publishes a message that is never sent again. {@code copied} is run, on whatever thread sends it, as soon as the payload's memory is the caller's again; not at all when it
     * could not be sent.
     */
    CompletableFuture<PubAck> publishOnce(OutgoingMessage message, Duration timeout, Runnable copied);

    /** What a view of this library can do besides. */
    static Sending of(AsyncJetStream view) {
        if (view instanceof Sending sending) {
            return sending;
        }
        throw new IllegalArgumentException(
                "view: " + view.getClass().getName() + " (expected: that of what JetStream.on gave)");
    }
}
