// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import io.natskit.client.AsyncReplies;
import io.natskit.client.Message;
import io.natskit.client.RepliesEnd;
import io.natskit.client.internal.gather.FutureReplies;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The replies to one request. */
record RepliesPull(AsyncReplies replies) implements Pull<Message> {

    @Override
    public Optional<Message> poll() {
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Optional<Message>> next() {
        return replies.next();
    }

    @Override
    public CompletableFuture<@Nullable Throwable> ended() {
        return (replies instanceof FutureReplies ours ? ours.drained() : replies.ended())
                .thenCompose(end -> end == RepliesEnd.FAILED
                        ? replies.next().handle((none, error) -> error)
                        : CompletableFuture.completedFuture(null));
    }

    @Override
    public void cancel() {
        replies.close();
    }
}
