// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.gather;

import io.natskit.client.AsyncConnection;
import io.natskit.client.AsyncReplies;
import io.natskit.client.AsyncSubscription;
import io.natskit.client.ConnectionClosedException;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.PermissionException;
import io.natskit.client.Registration;
import io.natskit.client.RepliesEnd;
import io.natskit.client.RequestManyOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The asynchronous shape of a request for many replies; see {@link BlockingReplies}. */
public final class FutureReplies implements AsyncReplies {

    private final AsyncSubscription inbox;
    private final Gathering gathering;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<RepliesEnd> ended = new CompletableFuture<>();
    private final Registration refusals;
    private volatile @Nullable NatsException failure;

    private FutureReplies(
            AsyncConnection connection, String subject, AsyncSubscription inbox, RequestManyOptions options) {
        this.inbox = inbox;
        this.gathering = new Gathering(options, connection.blocking().options().requestTimeout(), System.nanoTime());
        this.refusals = connection.blocking().onEvent(event -> refusedBy(event, subject));
    }

    /** Sends the request; a failure of the publish fails the replies. */
    public static AsyncReplies request(
            AsyncConnection connection, OutgoingMessage message, RequestManyOptions options) {
        BlockingReplies.checkNoReply(message);
        String inbox = connection.blocking().newInbox();
        FutureReplies replies = new FutureReplies(connection, message.subject(), connection.subscribe(inbox), options);
        connection.publish(message.withReplyTo(inbox)).whenComplete((done, failed) -> {
            if (failed != null) {
                replies.fail(asNats(failed));
            }
        });
        return replies;
    }

    private void refusedBy(ConnectionEvent event, String subject) {
        if (event instanceof ConnectionEvent.ServerError e
                && e.error() instanceof PermissionException p
                && p.action() == PermissionException.Action.PUBLISH
                && p.subject().equals(subject)) {
            fail(p);
        }
    }

    private void fail(NatsException why) {
        failure = why;
        finish(RepliesEnd.FAILED);
    }

    @Override
    public CompletableFuture<Optional<Message>> next() {
        CompletableFuture<Optional<Message>> result = new CompletableFuture<>();
        advance(result);
        return result;
    }

    /** Completes {@code result} with the next reply to hand out; asks again for those that are not. */
    private void advance(CompletableFuture<Optional<Message>> result) {
        NatsException failed = failure;
        if (failed != null) {
            result.completeExceptionally(failed);
            return;
        }
        long wait;
        lock.lock();
        try {
            if (gathering.end() != null) {
                result.complete(Optional.empty());
                return;
            }
            wait = gathering.waitNanos(System.nanoTime());
        } finally {
            lock.unlock();
        }
        CompletableFuture<Optional<Message>> arrival = inbox.next(Duration.ofNanos(Math.max(0, wait)));
        arrival.whenComplete((reply, error) -> arrived(result, reply, error));
        result.whenComplete((value, error) -> {
            if (result.isCancelled()) {
                arrival.cancel(false);
            }
        });
    }

    private void arrived(
            CompletableFuture<Optional<Message>> result, @Nullable Optional<Message> reply, @Nullable Throwable error) {
        if (error != null) {
            if (!result.isCancelled()) {
                fail(asNats(error));
                advance(result);
            }
            return;
        }
        boolean handedOut = false;
        RepliesEnd end;
        lock.lock();
        try {
            long now = System.nanoTime();
            if (reply != null && reply.isPresent()) {
                handedOut = gathering.take(reply.get(), now);
            } else if (gathering.end() == null && inbox.ended().isDone()) {
                failure = new ConnectionClosedException("the connection closed before all replies were there");
                gathering.end(RepliesEnd.FAILED);
            } else if (gathering.waitNanos(now) <= 0) {
                gathering.timeUp(now);
            }
            end = gathering.end();
        } finally {
            lock.unlock();
        }
        if (end != null) {
            finish(end);
        }
        if (handedOut) {
            result.complete(reply);
        } else {
            advance(result);
        }
    }

    @Override
    public CompletableFuture<List<Message>> all() {
        return collect(new ArrayList<>());
    }

    private CompletableFuture<List<Message>> collect(List<Message> soFar) {
        CompletableFuture<Optional<Message>> next = next();
        while (next.isDone() && !next.isCompletedExceptionally() && next.join().isPresent()) {
            soFar.add(next.join().get());
            next = next();
        }
        return next.thenCompose(reply -> {
            if (reply.isEmpty()) {
                return CompletableFuture.completedFuture(soFar);
            }
            soFar.add(reply.get());
            return collect(soFar);
        });
    }

    @Override
    public CompletableFuture<RepliesEnd> ended() {
        return ended.copy();
    }

    @Override
    public void close() {
        finish(RepliesEnd.CANCELLED);
    }

    private void finish(RepliesEnd why) {
        RepliesEnd end;
        lock.lock();
        try {
            gathering.end(why);
            end = gathering.end();
        } finally {
            lock.unlock();
        }
        refusals.close();
        inbox.unsubscribe();
        if (end != null) {
            ended.complete(end);
        }
    }

    private static NatsException asNats(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof NatsException n ? n : new ConnectionClosedException("request failed: " + cause, cause);
    }
}
