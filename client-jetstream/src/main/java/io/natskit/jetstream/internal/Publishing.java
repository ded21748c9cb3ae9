// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.BackPressureException;
import io.natskit.client.InDoubtException;
import io.natskit.client.InterruptedWaitException;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.NoRespondersException;
import io.natskit.client.OperationTimeoutException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.RequestTimeoutException;
import io.natskit.jetstream.PublishSpec;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.jetstream.PubAck;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Publishing that is acknowledged. A caller who waits has no window and costs no more than a request. Futures share a window of what is sent and not acknowledged; what
 * finds it full waits in a line of bounded length. Every publish ends by its deadline; one that was sent and not answered ends as in doubt.
 */
final class Publishing {
    private static final long SWEEP_NANOS = 10_000_000L;

    private final Context context;
    private final Observing observing;
    private final long retryNanos;
    private final int window;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger pumping = new AtomicInteger();
    private final AtomicReference<Epoch> epoch = new AtomicReference<>(new Epoch());
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by the lock; the length is read without it
    private final ArrayDeque<Publish> line = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> wantRoom = new ArrayList<>();
    private final List<Epoch> closed = new ArrayList<>();
    private volatile int waiting;
    private volatile boolean roomWanted;
    private boolean sweeps;

    Publishing(Context context) {
        this.context = context;
        this.observing = context.observing();
        this.retryNanos = context.options().retryWait().toNanos();
        this.window = context.options().window();
    }

    Context context() {
        return context;
    }

    long retryNanos() {
        return retryNanos;
    }

    // waiting callers

    PubAck publish(String subject, byte[] payload) {
        return publish(OutgoingMessage.of(subject, payload), Headers.empty(), new PublishSpec());
    }

    PubAck publish(OutgoingMessage message, PublishSpec spec) {
        return publish(message, spec.applyTo(message.headers()), spec);
    }

    private PubAck publish(OutgoingMessage message, Headers headers, PublishSpec spec) {
        refuseReply(message);
        if (!observing.isOn()) {
            return attempts(message.subject(), headers, message, spec);
        }
        long start = System.nanoTime();
        try {
            PubAck ack = attempts(message.subject(), headers, message, spec);
            observing.stored(message.subject(), ack, start);
            return ack;
        } catch (InterruptedWaitException e) {
            observing.failed(message.subject(), null, start);
            throw e;
        } catch (NatsException e) {
            observing.failed(message.subject(), e, start);
            throw e;
        }
    }

    private PubAck attempts(String subject, Headers headers, OutgoingMessage message, PublishSpec spec) {
        long start = System.nanoTime();
        Duration timeout = spec.timeout().orElse(context.options().timeout());
        int retries = spec.retries().orElse(context.options().retries());
        boolean idempotent = headers.contains("Nats-Msg-Id");
        OutgoingMessage out = headers.isEmpty() && message.headers().isEmpty()
                ? message
                : OutgoingMessage.to(subject)
                        .headers(headers)
                        .payload(message.payload())
                        .build();
        boolean sent = false;
        while (true) {
            Duration left = timeout.minusNanos(System.nanoTime() - start);
            if (left.isNegative() || left.isZero()) {
                throw unconfirmed(subject);
            }
            try {
                Message reply = context.connection().request(out, left);
                return PubAcks.read(reply.bytes());
            } catch (NoRespondersException e) {
                if (retries-- == 0 || left.toNanos() <= retryNanos) {
                    throw sent ? unconfirmed(subject) : e;
                }
                observing.retried(subject, e);
            } catch (InDoubtException e) {
                if (!idempotent || left.toNanos() <= retryNanos) {
                    throw e;
                }
                sent = true;
                observing.retried(subject, e);
            } catch (RequestTimeoutException e) {
                throw unconfirmed(subject);
            }
            pause();
        }
    }

    /** Waits before a retry; a permit left over from a request does not shorten it. */
    private void pause() {
        long until = System.nanoTime() + retryNanos;
        for (long left = retryNanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedWaitException("publish, waiting for a retry", null);
            }
        }
    }

    private static void refuseReply(OutgoingMessage message) {
        if (message.replyTo() != null) {
            throw new IllegalArgumentException("replyTo: \"" + message.replyTo()
                    + "\" (expected: none in a publish to a stream, which sets its own)");
        }
    }

    InDoubtException unconfirmed(String subject) {
        return new InDoubtException(
                "publish on \"" + subject
                        + "\" was sent and not acknowledged in time: it was stored once, or not at all",
                null);
    }

    // futures

    CompletableFuture<PubAck> publishAsync(OutgoingMessage message, PublishSpec spec) {
        refuseReply(message);
        Headers headers = spec.applyTo(message.headers());
        return publishAsync(message, headers, spec, null);
    }

    CompletableFuture<PubAck> publishAsync(String subject, byte[] payload) {
        long start = System.nanoTime();
        return enqueue(new Publish(
                this,
                subject,
                null,
                ByteBuffer.wrap(payload),
                start,
                start + context.options().timeout().toNanos(),
                context.options().retries(),
                false,
                null,
                enter()));
    }

    /** A publish that is never sent again; {@code copied} is run once its payload has been taken, and not at all when it is not sent. */
    CompletableFuture<PubAck> publishOnce(OutgoingMessage message, Duration timeout, Runnable copied) {
        refuseReply(message);
        PublishSpec spec = new PublishSpec().retries(0).timeout(timeout);
        return publishAsync(message, message.headers(), spec, copied);
    }

    private CompletableFuture<PubAck> publishAsync(
            OutgoingMessage message, Headers headers, PublishSpec spec, @Nullable Runnable copied) {
        long start = System.nanoTime();
        return enqueue(new Publish(
                this,
                message.subject(),
                headers.isEmpty() ? null : headers,
                message.payload(),
                start,
                start + spec.timeout().orElse(context.options().timeout()).toNanos(),
                spec.retries().orElse(context.options().retries()),
                copied == null && headers.contains("Nats-Msg-Id"),
                copied,
                enter()));
    }

    private Epoch enter() {
        Epoch now = Objects.requireNonNull(epoch.get());
        while (!now.enter()) {
            now = Objects.requireNonNull(epoch.get());
        }
        return now;
    }

    private CompletableFuture<PubAck> enqueue(Publish publish) {
        if (waiting == 0 && acquire()) {
            tellWindow();
            publish.send();
            return publish.future;
        }
        boolean full;
        boolean sweep = false;
        lock.lock();
        try {
            full = line.size() >= context.options().waitingMax();
            if (!full) {
                line.add(publish);
                waiting = line.size();
                sweep = !sweeps;
                sweeps = true;
            }
        } finally {
            lock.unlock();
        }
        if (full) {
            publish.epoch.leave();
            BackPressureException error =
                    new BackPressureException(waiting, context.options().waitingMax());
            observing.failed(publish.subject(), error, publish.startNanos);
            return CompletableFuture.failedFuture(error);
        }
        tellWindow();
        if (sweep) {
            context.inside().after(SWEEP_NANOS, this::sweep);
        }
        pump();
        return publish.future;
    }

    private boolean acquire() {
        int now = inFlight.get();
        while (now < window) {
            if (inFlight.compareAndSet(now, now + 1)) {
                return true;
            }
            now = inFlight.get();
        }
        return false;
    }

    private void tellWindow() {
        if (observing.isOn()) {
            observing.window(inFlight.get(), waiting);
        }
    }

    /** A publish has ended: its place is free. */
    void released(Epoch of) {
        inFlight.decrementAndGet();
        tellWindow();
        of.leave();
        if (waiting > 0) {
            pump();
        }
        if (roomWanted) {
            tellRoom();
        }
    }

    /** Sends from the line while there is room; one thread at a time, so that the order is kept, and no other waits for it. */
    private void pump() {
        int seen = pumping.incrementAndGet();
        if (seen != 1) {
            return;
        }
        while (seen != 0) {
            Publish next = next();
            while (next != null) {
                next.send();
                next = next();
            }
            seen = pumping.addAndGet(-seen);
        }
    }

    private @Nullable Publish next() {
        lock.lock();
        try {
            if (line.isEmpty() || !acquire()) {
                return null;
            }
            Publish first = line.remove();
            waiting = line.size();
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Ends those whose time is up while they wait. I/O thread. */
    private void sweep() {
        List<Publish> late = new ArrayList<>();
        long now = System.nanoTime();
        boolean more;
        lock.lock();
        try {
            line.removeIf(p -> p.isDue(now) && late.add(p));
            waiting = line.size();
            more = !line.isEmpty();
            sweeps = more;
        } finally {
            lock.unlock();
        }
        for (Publish publish : late) {
            inFlight.incrementAndGet(); // it never had the place that its end gives back
            publish.end(new OperationTimeoutException(
                    "publish on \"" + publish.subject() + "\", which was not sent: the window of " + window
                            + " unacknowledged was full,",
                    context.options().timeout()));
        }
        if (more) {
            context.inside().after(SWEEP_NANOS, this::sweep);
        }
    }

    /** Sent and not acknowledged. */
    int unacknowledged() {
        return inFlight.get();
    }

    /** Completes when the window has room and nobody waits in line. */
    CompletableFuture<Void> room() {
        CompletableFuture<Void> room = new CompletableFuture<>();
        lock.lock();
        try {
            wantRoom.add(room);
            roomWanted = true;
        } finally {
            lock.unlock();
        }
        tellRoom();
        return room;
    }

    private void tellRoom() {
        if (waiting > 0 || inFlight.get() >= window) {
            return;
        }
        List<CompletableFuture<Void>> told;
        lock.lock();
        try {
            told = List.copyOf(wantRoom);
            wantRoom.clear();
            roomWanted = false;
        } finally {
            lock.unlock();
        }
        told.forEach(room -> context.inside().complete(() -> room.complete(null)));
    }

    /** Completes, on the I/O thread, when every publish so far has ended. */
    CompletableFuture<Void> acked() {
        Epoch ending = Objects.requireNonNull(epoch.getAndSet(new Epoch()));
        List<CompletableFuture<Void>> all = new ArrayList<>();
        lock.lock();
        try {
            closed.removeIf(e -> e.done().isDone());
            closed.forEach(e -> all.add(e.done()));
            closed.add(ending);
        } finally {
            lock.unlock();
        }
        all.add(ending.done());
        ending.leave();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }
}
