// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.client.OutgoingMessage;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;

/** A subscriber that publishes each message it is given; from {@link ReactiveConnection#publisher(int)}. Serves one stream. */
public interface ReactiveSink extends Subscriber<OutgoingMessage> {

    /** See {@link io.natskit.client.FlowSink#completion()}. */
    CompletableFuture<Long> completion();
}
