// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A subscriber that publishes each message it is given; from {@link FlowConnection#publisher(int)}. Serves one stream. */
public interface FlowSink extends Flow.Subscriber<OutgoingMessage> {

    /**
     * Completes with the number of messages when the source has completed and the server has confirmed them all by a flush; fails with the
     * source's error, or with the reason why a message could not be published (the source is then cancelled). Cancelling it cancels the source.
     */
    CompletableFuture<Long> completion();
}
