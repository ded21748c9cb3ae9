// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.internal.flow.Pull;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.JetStreamMessage;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The chunks of an object as they come, each asked for by the subscriber; the end is told when all has been checked. */
final class ChunkPull implements Pull<ByteBuffer>, Flow.Subscriber<JetStreamMessage> {
    private final CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
    private final ArrayDeque<ByteBuffer> ready = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private Flow.@Nullable Subscription source;
    private long early;
    private boolean cancelled;
    private boolean over;
    private @Nullable Throwable failure;
    private @Nullable CompletableFuture<Optional<ByteBuffer>> waiter;
    private volatile @Nullable Verifier verifier;

    ChunkPull(Store store, String name) {
        store.locate(name).whenComplete((at, error) -> {
            if (error != null) {
                finish(Failures.cause(error));
                return;
            }
            Verifier checks = new Verifier(at.info());
            verifier = checks;
            if (checks.isComplete()) {
                check(checks);
                return;
            }
            store.context()
                    .js()
                    .flow()
                    .ordered(
                            at.store().stream(),
                            o -> o.subjects(at.store().chunks(at.info().nuid())))
                    .subscribe(this);
        });
    }

    private void check(Verifier checks) {
        try {
            checks.finish();
            finish(null);
        } catch (RuntimeException e) {
            finish(e);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        long now;
        lock.lock();
        try {
            source = subscription;
            now = early;
            if (cancelled) {
                now = -1;
            }
        } finally {
            lock.unlock();
        }
        if (now < 0) {
            subscription.cancel();
        } else if (now > 0) {
            subscription.request(now);
        }
    }

    @Override
    public void onNext(JetStreamMessage message) {
        Verifier checks = Objects.requireNonNull(verifier);
        ByteBuffer chunk = message.buffer();
        try {
            checks.take(chunk);
        } catch (RuntimeException e) {
            cancelSource();
            finish(e);
            return;
        }
        lock.lock();
        try {
            ready.add(chunk);
        } finally {
            lock.unlock();
        }
        wake();
        if (checks.isComplete()) {
            cancelSource();
            check(checks);
        } else if (message.metadata().pending() == 0) {
            cancelSource();
            finish(checks.damaged("after " + checks.size() + " bytes no more chunks are there"));
        }
    }

    @Override
    public void onError(Throwable error) {
        finish(error);
    }

    @Override
    public void onComplete() {
        Verifier checks = verifier;
        finish(checks == null || checks.isComplete() ? null : checks.damaged("reading has ended early"));
    }

    private void finish(@Nullable Throwable error) {
        lock.lock();
        try {
            if (!over) {
                over = true;
                failure = error;
            }
        } finally {
            lock.unlock();
        }
        wake();
    }

    private void wake() {
        CompletableFuture<Optional<ByteBuffer>> due = null;
        ByteBuffer chunk = null;
        Throwable why;
        boolean end;
        lock.lock();
        try {
            why = failure;
            if (waiter != null && (!ready.isEmpty() || over)) {
                due = waiter;
                waiter = null;
                chunk = due.isDone() ? null : ready.poll();
            }
            end = over && ready.isEmpty();
        } finally {
            lock.unlock();
        }
        if (due != null) {
            if (chunk != null) {
                due.complete(Optional.of(chunk));
            } else if (why != null) {
                due.completeExceptionally(why);
            } else {
                due.complete(Optional.empty());
            }
        } else if (end) {
            ended.complete(why);
        }
    }

    @Override
    public Optional<ByteBuffer> poll() {
        lock.lock();
        try {
            return Optional.ofNullable(ready.poll());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletableFuture<Optional<ByteBuffer>> next() {
        CompletableFuture<Optional<ByteBuffer>> next = new CompletableFuture<>();
        lock.lock();
        try {
            waiter = next;
        } finally {
            lock.unlock();
        }
        wake();
        return next;
    }

    @Override
    public CompletableFuture<@Nullable Throwable> ended() {
        return ended;
    }

    @Override
    public void requested(long n) {
        Flow.Subscription from;
        lock.lock();
        try {
            from = source;
            if (from == null) {
                early = early + n < 0 ? Long.MAX_VALUE : early + n;
            }
        } finally {
            lock.unlock();
        }
        if (from != null) {
            from.request(n);
        }
    }

    @Override
    public void cancel() {
        lock.lock();
        try {
            cancelled = true;
        } finally {
            lock.unlock();
        }
        cancelSource();
    }

    private void cancelSource() {
        Flow.Subscription from;
        lock.lock();
        try {
            from = source;
        } finally {
            lock.unlock();
        }
        if (from != null) {
            from.cancel();
        }
    }
}
