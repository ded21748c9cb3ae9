// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.PublishSpec;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.jetstream.PubAck;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Fast publishing, whichever way: by fast ingest, or by a window of acknowledged publishes. Any thread. */
interface Ingest {
    /** Adds a message; waits for room. */
    long add(String subject, @Nullable Headers headers, ByteBuffer payload);

    /** Whether a message could be added without waiting. */
    boolean hasRoom();

    /** Completes when there is room, or when adding would fail. */
    CompletableFuture<Void> room();

    /** See {@link io.natskit.jetstream.IngestPublisher#acknowledged()}. */
    long acknowledged();

    /** Ends it, perhaps with a last message. */
    CompletableFuture<PubAck> commit(@Nullable OutgoingMessage last);

    /** Ends it without waiting. */
    void close();

    /** The headers of a message, or null for none. */
    static @Nullable Headers headers(OutgoingMessage message, PublishSpec spec) {
        Headers headers = spec.applyTo(message.headers());
        return headers.isEmpty() ? null : headers;
    }
}
