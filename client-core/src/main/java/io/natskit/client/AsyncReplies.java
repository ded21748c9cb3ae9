// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The replies to one request for callers that must not wait; see {@link Replies}. One {@link #next()} or {@link #all()} at a time. */
public interface AsyncReplies extends AutoCloseable {

    /** Takes the next reply; completes empty when it has ended, and exceptionally when it failed. */
    CompletableFuture<Optional<Message>> next();

    /** All replies not yet taken, once it has ended. */
    CompletableFuture<List<Message>> all();

    /** Completes with what ended it; never fails. */
    CompletableFuture<RepliesEnd> ended();

    /** Ends it. Idempotent; does not wait. */
    @Override
    void close();
}
