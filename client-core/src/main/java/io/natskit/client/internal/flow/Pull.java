// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import io.natskit.client.Message;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where a publisher takes its messages from, one at a time and only as many as were asked for. Used by one thread at a time, but for {@link #cancel}. */
interface Pull {

    /** A message if one is there. */
    Optional<Message> poll();

    /** The next message, or empty at the end; fails with what ended it badly. Cancelling takes nothing. */
    CompletableFuture<Optional<Message>> next();

    /** Completes with its error, or with null, when it has ended and holds nothing any more. */
    CompletableFuture<@Nullable Throwable> ended();

    /** Gives up the source. */
    void cancel();
}
