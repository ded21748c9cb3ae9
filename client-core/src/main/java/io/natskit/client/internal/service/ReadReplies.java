// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.AsyncReplies;
import io.natskit.client.Message;
import io.natskit.client.RepliesEnd;
import io.natskit.client.internal.flow.Pull;
import io.natskit.client.internal.routing.Failures;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The replies to one request, read; those that cannot be read are passed over, and so many good ones may be the end. The request is sent when the first is asked for. */
final class ReadReplies<T> implements Pull<T> {
    private final Supplier<Asked<T>> request;
    private final int quorum;
    private final Predicate<T> counts;
    private final CompletableFuture<RepliesEnd> end = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
    private volatile @Nullable Asked<T> asked;
    private volatile boolean cancelled;
    private int good;

    /**
     * A request that was sent.
     *
     * @param replies what comes
     * @param reader what reads it
     */
    record Asked<T>(AsyncReplies replies, Function<Message, Optional<T>> reader) {}

    ReadReplies(Supplier<Asked<T>> request, int quorum, Predicate<T> counts) {
        this.request = request;
        this.quorum = quorum;
        this.counts = counts;
    }

    /** What ended it; fails when it failed. */
    CompletableFuture<RepliesEnd> end() {
        return end;
    }

    @Override
    public Optional<T> poll() {
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Optional<T>> next() {
        CompletableFuture<Optional<T>> result = new CompletableFuture<>();
        if (ended.isDone()) {
            result.complete(Optional.empty());
            return result;
        }
        Asked<T> open = asked;
        if (open == null) {
            open = request.get();
            asked = open;
            if (cancelled) {
                open.replies().close();
            }
        }
        advance(open, result);
        return result;
    }

    /** Takes replies until one settles the result; goes on where it is when the next has come already. */
    private void advance(Asked<T> from, CompletableFuture<Optional<T>> result) {
        while (true) {
            CompletableFuture<Optional<Message>> next = from.replies().next();
            if (!next.isDone()) {
                result.whenComplete((value, error) -> {
                    if (result.isCancelled()) {
                        next.cancel(false);
                    }
                });
                next.whenComplete((message, error) -> {
                    if (!settle(from, result, message, error)) {
                        advance(from, result);
                    }
                });
                return;
            }
            if (next.handle((message, error) -> settle(from, result, message, error))
                    .join()) {
                return;
            }
        }
    }

    private boolean settle(
            Asked<T> from,
            CompletableFuture<Optional<T>> result,
            @Nullable Optional<Message> message,
            @Nullable Throwable error) {
        if (error != null || message == null) {
            Throwable cause = error == null ? new IllegalStateException("no reply and no end") : Failures.cause(error);
            end.completeExceptionally(cause);
            result.completeExceptionally(cause);
            return true;
        }
        if (message.isEmpty()) {
            from.replies().ended().thenAccept(end::complete);
            ended.complete(null);
            result.complete(Optional.empty());
            return true;
        }
        Optional<T> item = from.reader().apply(message.get());
        if (item.isEmpty()) {
            return false;
        }
        if (counts.test(item.get()) && ++good == quorum) {
            end.complete(RepliesEnd.MAX_REPLIES);
            ended.complete(null);
            from.replies().close();
        }
        result.complete(item);
        return true;
    }

    @Override
    public CompletableFuture<@Nullable Throwable> ended() {
        return ended;
    }

    @Override
    public void cancel() {
        cancelled = true;
        Asked<T> open = asked;
        if (open != null) {
            open.replies().close();
        }
    }
}
