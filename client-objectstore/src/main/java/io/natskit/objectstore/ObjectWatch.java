// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import io.natskit.client.Registration;
import io.natskit.jetstream.ConsumeEnd;
import java.util.concurrent.CompletableFuture;

/** A watch that goes on until it is closed. Safe for use by many threads. */
public interface ObjectWatch extends Registration {

    /** Completes when all that was there has been told, also where nothing was; fails when the watch ends before. */
    CompletableFuture<Void> current();

    /** Completes when it has ended. Never fails. */
    CompletableFuture<ConsumeEnd> ended();

    /** Ends it. Idempotent. */
    @Override
    void close();
}
