// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a source and one subscriber. One run at a time works on the executor ({@code work} counts what has happened since it began), so signals are serial
 * without a lock; nothing is taken from the source that was not asked for.
 */
public final class Delivery<T> implements Flow.Subscription {

    /** Signals per run, so that a flood for one subscriber leaves the executor's thread to others in between. */
    private static final int TURN = 256;

    private final Executor executor;
    private final Consumer<Throwable> failures;
    private final Supplier<? extends Pull<T>> source;
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicLong demand = new AtomicLong();
    private volatile Flow.@Nullable Subscriber<? super T> subscriber;
    private volatile @Nullable Pull<T> pull;
    private volatile @Nullable Throwable wrongRequest;
    private volatile boolean cancelled;
    // touched by the run alone
    private @Nullable CompletableFuture<Optional<T>> arrival;
    private boolean opened;

    /** Stands between {@code source}, asked for when the run begins, and {@code subscriber}; {@code failures} is told what the subscriber throws. */
    public Delivery(
            Flow.Subscriber<? super T> subscriber,
            Supplier<? extends Pull<T>> source,
            Executor executor,
            Consumer<Throwable> failures) {
        this.subscriber = subscriber;
        this.source = source;
        this.executor = executor;
        this.failures = failures;
    }

    /** Hands itself to the subscriber; everything after happens in runs. */
    public void start() {
        schedule();
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            wrongRequest = new IllegalArgumentException("request(" + n + ") (expected: > 0, rule 3.9)");
        } else {
            demand.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
            Pull<T> open = pull;
            if (open != null) {
                open.requested(n);
            }
        }
        schedule();
    }

    @Override
    public void cancel() {
        cancelled = true;
        Pull<T> open = pull;
        if (open != null) {
            open.cancel();
        }
        schedule();
    }

    private void schedule() {
        if (work.getAndIncrement() == 0) {
            submit();
        }
    }

    private void submit() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException closed) {
            // the executor closes with its connection, and the end is still to be told
            ForkJoinPool.commonPool().execute(this::run);
        }
    }

    private void run() {
        int seen = work.get();
        while (true) {
            boolean more = turn();
            if (more) {
                submit();
                return;
            }
            seen = work.addAndGet(-seen);
            if (seen == 0) {
                return;
            }
        }
    }

    /** Does what there is to do; true when it stopped for others' sake. */
    private boolean turn() {
        Flow.Subscriber<? super T> target = subscriber;
        if (target == null) {
            return false;
        }
        try {
            if (!opened) {
                open(target);
            }
            return deliver(target);
        } catch (Throwable thrown) { // a subscriber must not throw (rule 2.13): it is cancelled, reported, and harms
            // nobody else
            cancelled = true;
            release();
            failures.accept(thrown);
            return false;
        }
    }

    private void open(Flow.Subscriber<? super T> target) {
        opened = true;
        Pull<T> made = null;
        Throwable failure = null;
        try {
            made = source.get();
            pull = made;
        } catch (RuntimeException e) {
            failure = e;
        }
        target.onSubscribe(this);
        if (failure != null) {
            end(target, failure);
        } else if (made != null) {
            made.ended().whenComplete((error, impossible) -> schedule());
        }
    }

    private boolean deliver(Flow.Subscriber<? super T> target) {
        for (int i = 0; i < TURN; i++) {
            Pull<T> from = pull;
            if (cancelled || from == null) {
                release();
                return false;
            }
            if (wrongRequest != null) {
                from.cancel();
                end(target, wrongRequest);
                return false;
            }
            if (!step(target, from)) {
                return false;
            }
        }
        return true;
    }

    /** One signal at most; false when there is nothing more to do until something happens. */
    private boolean step(Flow.Subscriber<? super T> target, Pull<T> from) {
        CompletableFuture<Optional<T>> awaited = arrival;
        if (awaited == null && demand.get() == 0) {
            return endIfEnded(target, from);
        }
        Optional<T> message = Optional.empty();
        if (awaited == null) {
            message = from.poll();
            if (message.isEmpty()) {
                awaited = ask(from);
            }
        }
        if (awaited != null) {
            if (!awaited.isDone()) {
                if (awaited != arrival) {
                    arrival = awaited;
                    awaited.whenComplete((value, error) -> schedule());
                }
                return false;
            }
            arrival = null;
            Throwable failure = failureOf(awaited);
            if (failure != null) {
                end(target, failure);
                return false;
            }
            message = awaited.join();
            if (message.isEmpty()) {
                end(target, null);
                return false;
            }
        }
        demand.accumulateAndGet(1, (d, one) -> d == Long.MAX_VALUE ? d : d - one);
        target.onNext(message.get());
        return true;
    }

    /** A source that refuses is one that fails. */
    private CompletableFuture<Optional<T>> ask(Pull<T> from) {
        try {
            return from.next();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** With no demand left, the end may still be told. */
    private boolean endIfEnded(Flow.Subscriber<? super T> target, Pull<T> from) {
        CompletableFuture<@Nullable Throwable> ended = from.ended();
        if (ended.isDone()) {
            end(target, ended.join());
        }
        return false;
    }

    private void end(Flow.Subscriber<? super T> target, @Nullable Throwable failure) {
        boolean tell = !cancelled;
        cancelled = true;
        release();
        if (!tell) {
            return;
        }
        if (failure == null) {
            target.onComplete();
        } else {
            target.onError(failure);
        }
    }

    /** Lets go of the subscriber (rule 3.13) and of the source. */
    private void release() {
        subscriber = null;
        CompletableFuture<Optional<T>> awaited = arrival;
        arrival = null;
        if (awaited != null) {
            awaited.cancel(false);
        }
        Pull<T> open = pull;
        pull = null;
        if (open != null) {
            open.cancel();
        }
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> done) {
        return done.handle((value, error) ->
                        error instanceof java.util.concurrent.CompletionException c && c.getCause() != null
                                ? c.getCause()
                                : error)
                .join();
    }
}
