// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where a publisher takes its items (messages, pages, ...) from, one at a time and only as many as were asked for. Used by one thread at a time, but for {@link #cancel}. */
public interface Pull<T> {

    /** An item if one is there. */
    Optional<T> poll();

    /** The next item, or empty at the end; fails with what ended it badly. Cancelling takes nothing. */
    CompletableFuture<Optional<T>> next();

    /** Completes with its error, or with null, when it has ended and holds nothing any more. */
    CompletableFuture<@Nullable Throwable> ended();

    /** The subscriber asks for {@code n} more. Any thread. */
    default void requested(long n) {}

    /** Gives up the source. */
    void cancel();
}
