// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.OutgoingMessage;
import io.natskit.wire.jetstream.PubAck;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** {@link AtomicBatch} for callers that must not wait. Messages are sent in the order of the calls; after a failure all further calls fail with it. */
public interface AsyncAtomicBatch {

    /** See {@link AtomicBatch#id()}. */
    String id();

    /** See {@link AtomicBatch#size()}. */
    int size();

    /** See {@link AtomicBatch#add(OutgoingMessage)}; completes when the message is sent, or confirmed where that was asked for. */
    CompletableFuture<Void> add(OutgoingMessage message);

    /** See {@link AtomicBatch#add(OutgoingMessage, Consumer)}. */
    CompletableFuture<Void> add(OutgoingMessage message, Consumer<PublishSpec> spec);

    /** See {@link AtomicBatch#commit()}. */
    CompletableFuture<PubAck> commit();

    /** See {@link AtomicBatch#commit(OutgoingMessage)}. */
    CompletableFuture<PubAck> commit(OutgoingMessage last);

    /** See {@link AtomicBatch#commit(OutgoingMessage, Consumer)}. */
    CompletableFuture<PubAck> commit(OutgoingMessage last, Consumer<PublishSpec> spec);

    /** Abandons it, unless committed: nothing of it is stored. */
    void discard();
}
