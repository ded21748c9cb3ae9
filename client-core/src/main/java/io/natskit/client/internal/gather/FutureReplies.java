// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.gather;

import io.natskit.client.AsyncConnection;
import io.natskit.client.AsyncReplies;
import io.natskit.client.LimitOptions;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.RepliesEnd;
import io.natskit.client.RequestManyOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous shape of a request for many replies. Turns on the callback executor, one at a time, take replies out of the source and watch for the end, whether
 * somebody asks for replies or not; as many wait here for takers as a subscription may hold, the rest waits in the source.
 */
public final class FutureReplies implements AsyncReplies {

    /** Where turns run and what wakes them. */
    public interface Clock {
        /** Runs {@code task} after a while, on a thread that must not be kept. */
        void after(long nanos, Runnable task);
    }

    private final ReplySource source;
    private final Gathering gathering;
    private final LimitOptions limits;
    private final Executor executor;
    private final Clock clock;
    private final AtomicInteger work = new AtomicInteger();
    private volatile boolean cancelled;
    private volatile @Nullable Throwable publishFailure;
    private final CompletableFuture<RepliesEnd> ended = new CompletableFuture<>();
    private final CompletableFuture<RepliesEnd> drained = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private final ArrayDeque<Message> ready = new ArrayDeque<>();
    private final ArrayDeque<CompletableFuture<Optional<Message>>> waiting = new ArrayDeque<>();
    private long readyBytes;
    private @Nullable RepliesEnd end;
    private @Nullable Throwable failure;
    // set by the turns, cleared by the clock
    private volatile @Nullable Wake wake;

    /** When the clock will call next. */
    private record Wake(long atNanos) {}

    private FutureReplies(
            ReplySource source, Gathering gathering, LimitOptions limits, Executor executor, Clock clock) {
        this.source = source;
        this.gathering = gathering;
        this.limits = limits;
        this.executor = executor;
        this.clock = clock;
    }

    /** Sends the request; a failure of the publish fails the replies. What is wrong with the message itself is thrown, and nothing is left behind then. */
    public static AsyncReplies request(
            AsyncConnection connection,
            ReplySource.Opener opener,
            OutgoingMessage message,
            RequestManyOptions options,
            Executor executor,
            Clock clock) {
        BlockingReplies.checkNoReply(message);
        Gathering gathering =
                new Gathering(options, connection.blocking().options().requestTimeout(), System.nanoTime());
        ReplySource source = opener.open(message.subject(), gathering.deadlineNanos());
        FutureReplies replies = new FutureReplies(
                source, gathering, connection.blocking().options().limits(), executor, clock);
        source.whenReady(replies::schedule);
        try {
            connection.publish(message.withReplyTo(source.replySubject())).whenComplete((done, failed) -> {
                if (failed != null) {
                    replies.publishFailed(failed);
                }
            });
        } catch (RuntimeException | Error e) {
            replies.close();
            throw e;
        }
        return replies;
    }

    private void publishFailed(Throwable error) {
        publishFailure = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        schedule();
    }

    // turns

    private void schedule() {
        if (work.getAndIncrement() == 0) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                // closed, and so is the source: what is left is to tell those who wait
                run();
            }
        }
    }

    private void run() {
        int seen = work.get();
        do {
            try {
                turn();
            } catch (Throwable e) {
                // a sentinel of the user's that throws
                endWith(e);
            }
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private void turn() {
        Throwable unsent = publishFailure;
        if (cancelled) {
            gathering.end(RepliesEnd.CANCELLED);
        } else if (unsent != null && gathering.end() == null) {
            endWith(unsent);
        }
        while (gathering.end() == null && room()) {
            Message reply = source.poll();
            if (reply == null) {
                break;
            }
            if (gathering.take(reply, System.nanoTime())) {
                add(reply);
            }
        }
        if (gathering.end() == null && !source.holds()) {
            watchTime();
        }
        tell();
    }

    private void endWith(Throwable why) {
        gathering.end(RepliesEnd.FAILED);
        lock.lock();
        try {
            failure = why;
        } finally {
            lock.unlock();
        }
        tell();
    }

    private boolean room() {
        lock.lock();
        try {
            return ready.isEmpty()
                    || (ready.size() < limits.pendingMessagesMax() && readyBytes < limits.pendingBytesMax());
        } finally {
            lock.unlock();
        }
    }

    private void add(Message reply) {
        lock.lock();
        try {
            ready.add(reply);
            readyBytes += reply.size();
        } finally {
            lock.unlock();
        }
    }

    /** All that came has been taken: ends it when its time is up or the source has ended, or looks again later. */
    private void watchTime() {
        long now = System.nanoTime();
        long wait = gathering.waitNanos(now);
        RuntimeException failed = source.failure();
        if (failed != null) {
            endWith(failed);
        } else if (wait <= 0 || source.ended()) {
            gathering.timeUp(now);
        } else {
            wakeIn(now, wait);
        }
    }

    /** The first reply brings the gap, which ends sooner than what was waited for until then. */
    private void wakeIn(long now, long wait) {
        Wake set = wake;
        if (set != null && set.atNanos() - (now + wait) <= 0) {
            return;
        }
        Wake next = new Wake(now + wait);
        wake = next;
        clock.after(wait, () -> {
            if (wake == next) {
                wake = null;
            }
            schedule();
        });
    }

    // telling

    /** Gives replies to those who wait, and the end once there are none. Of the turns. */
    private void tell() {
        List<Runnable> news = new ArrayList<>();
        RepliesEnd over = gathering.end();
        boolean empty;
        lock.lock();
        try {
            end = over;
            if (over == RepliesEnd.CANCELLED) {
                ready.clear();
            }
            while (!waiting.isEmpty() && (over != null || !ready.isEmpty())) {
                CompletableFuture<Optional<Message>> asker = waiting.remove();
                if (asker.isDone()) {
                    continue;
                }
                Message reply = ready.poll();
                readyBytes -= reply == null ? 0 : reply.size();
                news.add(reply == null ? () -> tellEnd(asker) : () -> give(asker, reply));
            }
            empty = ready.isEmpty();
        } finally {
            lock.unlock();
        }
        if (over != null) {
            source.close();
        }
        news.forEach(Runnable::run);
        if (over != null) {
            ended.complete(over);
            if (empty) {
                drained.complete(over);
            }
        }
    }

    /** One cancelled meanwhile takes nothing: the reply is the next again. */
    private void give(CompletableFuture<Optional<Message>> asker, Message reply) {
        if (!asker.complete(Optional.of(reply))) {
            lock.lock();
            try {
                ready.addFirst(reply);
                readyBytes += reply.size();
            } finally {
                lock.unlock();
            }
            schedule();
        }
    }

    private void tellEnd(CompletableFuture<Optional<Message>> asker) {
        Throwable failed = failure();
        if (failed == null) {
            asker.complete(Optional.empty());
        } else {
            asker.completeExceptionally(failed);
        }
    }

    private @Nullable Throwable failure() {
        lock.lock();
        try {
            return failure instanceof NatsException known ? known.copy() : failure;
        } finally {
            lock.unlock();
        }
    }

    // AsyncReplies

    @Override
    public CompletableFuture<Optional<Message>> next() {
        CompletableFuture<Optional<Message>> result = new CompletableFuture<>();
        Message reply;
        RepliesEnd over;
        boolean emptied;
        lock.lock();
        try {
            over = cancelled ? RepliesEnd.CANCELLED : end;
            reply = waiting.isEmpty() && !cancelled ? ready.poll() : null;
            if (reply != null) {
                readyBytes -= reply.size();
            } else if (over == null) {
                waiting.add(result);
            }
            emptied = ready.isEmpty() && over != null;
        } finally {
            lock.unlock();
        }
        if (reply != null) {
            result.complete(Optional.of(reply));
        } else if (over != null) {
            tellEnd(result);
        }
        if (emptied) {
            drained.complete(Objects.requireNonNull(over));
        } else {
            // there may be room again for what waits in the source
            schedule();
        }
        return result;
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

    /** As {@link #ended}, but once no reply waits to be taken. */
    public CompletableFuture<RepliesEnd> drained() {
        return drained.copy();
    }

    @Override
    public void close() {
        cancelled = true;
        source.close();
        schedule();
    }
}
