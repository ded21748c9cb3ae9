// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import io.natskit.client.Registration;
import io.natskit.jetstream.ConsumeEnd;
import java.util.concurrent.CompletableFuture;

/** A watch that goes on until it is closed, through reconnects and changes of leaders. Safe for use by many threads. */
public interface Watch extends Registration {

    /** Completes when {@link WatchEvent.Current} has been told; fails when the watch ends before. */
    CompletableFuture<Void> current();

    /** Completes when it has ended: closed, the bucket deleted, the connection closed. Never fails. */
    CompletableFuture<ConsumeEnd> ended();

    /** The last revision that was told; 0 for none. */
    long revision();

    /** Ends it. Idempotent. */
    @Override
    void close();
}
