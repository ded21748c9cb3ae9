// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import io.natskit.client.Message;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One reply, asked for when somebody wants it. */
public final class RequestPull implements Pull<Message> {

    private final Supplier<CompletableFuture<Message>> request;
    private final CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<Message> reply;

    /** {@code request} sends it. */
    public RequestPull(Supplier<CompletableFuture<Message>> request) {
        this.request = request;
    }

    @Override
    public Optional<Message> poll() {
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Optional<Message>> next() {
        if (reply != null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<Message> sent = request.get();
        reply = sent;
        sent.whenComplete((message, error) -> {
            if (error == null) {
                ended.complete(null); // a failure is told by next()
            }
        });
        return sent.thenApply(Optional::of);
    }

    @Override
    public CompletableFuture<@Nullable Throwable> ended() {
        return ended;
    }

    @Override
    public void cancel() {
        CompletableFuture<Message> sent = reply;
        if (sent != null) {
            sent.cancel(false);
        }
    }
}
