// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.AsyncSubscription;
import io.natskit.client.Message;
import io.natskit.client.NoRespondersException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.OverflowPolicy;
import io.natskit.client.RequestTimeoutException;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.SubscriptionEndedException;
import io.natskit.client.internal.flow.Pull;
import io.natskit.client.internal.routing.Failures;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The replies of a {@code flowHandler}: until an empty one without headers, an error, nobody there, or nothing for too long. Unlike a request for many replies it has no end in time: a stream may go on for days.
 * The request is sent when the first item is asked for.
 */
final class StreamedReplies<T> implements Pull<T> {
    /** A stream with items missing is none. */
    private static final SubscribeOptions NO_GAPS = SubscribeOptions.of(o -> o.overflow(OverflowPolicy.END));

    private final Context context;
    private final OutgoingMessage request;
    private final Duration gap;
    private final Function<Message, T> reader;
    private final CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
    private volatile @Nullable AsyncSubscription open;
    private volatile boolean cancelled;

    StreamedReplies(Context context, OutgoingMessage request, Duration gap, Function<Message, T> reader) {
        this.context = context;
        this.request = request;
        this.gap = gap;
        this.reader = reader;
    }

    @Override
    public Optional<T> poll() {
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Optional<T>> next() {
        AsyncSubscription from = open;
        if (from == null) {
            String inbox = context.connection().newInbox();
            from = context.connection().async().subscribe(inbox, NO_GAPS);
            open = from;
            context.connection().publish(request.withReplyTo(inbox));
        }
        if (cancelled) {
            from.unsubscribe();
        }
        CompletableFuture<Optional<Message>> asked = from.next(gap);
        CompletableFuture<Optional<T>> result = new CompletableFuture<>();
        AsyncSubscription source = from;
        asked.whenComplete((message, error) -> settle(source, result, message, error));
        result.whenComplete((value, error) -> {
            if (result.isCancelled()) {
                asked.cancel(false);
            }
        });
        return result;
    }

    private void settle(
            AsyncSubscription from,
            CompletableFuture<Optional<T>> result,
            @Nullable Optional<Message> message,
            @Nullable Throwable error) {
        try {
            if (error != null || message == null) {
                throw error == null ? new IllegalStateException("no reply and no end") : Failures.unchecked(error);
            }
            if (message.isEmpty()) {
                throw from.blocking().isActive()
                        ? new RequestTimeoutException(request.subject(), gap)
                        : new SubscriptionEndedException(
                                request.subject(), from.ended().join());
            }
            Message reply = message.get();
            if (reply.headers().statusCode() == 503) {
                throw new NoRespondersException(request.subject());
            }
            if (reply.size() == 0 && reply.headers().isEmpty()) {
                from.unsubscribe();
                result.complete(Optional.empty());
                return;
            }
            result.complete(Optional.of(reader.apply(reply)));
        } catch (RuntimeException failure) {
            from.unsubscribe();
            result.completeExceptionally(failure);
        }
    }

    @Override
    public CompletableFuture<@Nullable Throwable> ended() {
        return ended;
    }

    @Override
    public void cancel() {
        cancelled = true;
        AsyncSubscription from = open;
        if (from != null) {
            from.unsubscribe();
        }
    }
}
