// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.OutgoingMessage;
import io.natskit.wire.jetstream.PubAck;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** {@link IngestPublisher} for callers that must not wait: each future completes when its message is sent, in the order of the calls. */
public interface AsyncIngestPublisher {

    /** See {@link IngestPublisher#add(OutgoingMessage)}. */
    CompletableFuture<Long> add(OutgoingMessage message);

    /** See {@link IngestPublisher#add(OutgoingMessage, Consumer)}. */
    CompletableFuture<Long> add(OutgoingMessage message, Consumer<PublishSpec> spec);

    /** See {@link IngestPublisher#add(String, byte[])}. */
    CompletableFuture<Long> add(String subject, byte[] payload);

    /** See {@link IngestPublisher#acknowledged()}. */
    long acknowledged();

    /** See {@link IngestPublisher#commit()}. */
    CompletableFuture<PubAck> commit();

    /** See {@link IngestPublisher#commit(OutgoingMessage)}. */
    CompletableFuture<PubAck> commit(OutgoingMessage last);

    /** See {@link IngestPublisher#close()}. */
    void discard();
}
