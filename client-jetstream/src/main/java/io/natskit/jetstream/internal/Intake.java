// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.ConnectionEvent;
import io.natskit.client.Dispatch;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.Registration;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import io.natskit.client.SubscriptionEnd;
import io.natskit.client.internal.routing.PayloadRoom;
import io.natskit.jetstream.ConsumeEnd;
import io.natskit.jetstream.ConsumeEvent;
import io.natskit.jetstream.JetStreamHandler;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.PullRefusedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages that come until somebody or something ends it: what pulling and being pushed to have in common. It is one core subscription; its gate sees each message on
 * the I/O thread, and takes the server's words (statuses) out before they wait anywhere.
 */
abstract class Intake {
    final Context context;
    private final Acks acks;
    private final Consumer<? super ConsumeEvent> events;
    private final long heartbeatNanos;
    final ReentrantLock lock = new ReentrantLock();
    private final AtomicReference<@Nullable ConsumeEnd> outcome = new AtomicReference<>();
    private final CompletableFuture<ConsumeEnd> ended = new CompletableFuture<>();
    private final AtomicLong processed = new AtomicLong();
    // of the I/O thread; read by all
    private final AtomicLong arrived = new AtomicLong();
    private volatile long heardNanos;

    // set once, before anything comes
    private volatile @Nullable Subscription subscription;
    private volatile @Nullable Registration listening;

    Intake(Context context, Acks acks, Duration heartbeat, Consumer<? super ConsumeEvent> events) {
        this.context = context;
        this.acks = acks;
        this.heartbeatNanos = heartbeat.toNanos();
        this.events = events;
    }

    // what the two kinds do

    /** A message that is for the user: true when it may pass. I/O thread. */
    abstract boolean arrives(Message message);

    /** A message of the server about the flow. I/O thread. */
    abstract void status(Message message, int code);

    /** A message was handled or taken. Any thread. */
    abstract void done(Message message);

    /** Whether the server owes a sign of life. */
    abstract boolean expectsHeartbeats();

    /** The server was silent for too long; the event was told. I/O thread. */
    abstract void silent();

    /** The connection has another server now. */
    abstract void reconnected();

    /** What to say first. */
    abstract void begin();

    /** The consumer of the moment, where it is known. */
    abstract Optional<Target> target();

    // beginning

    private SubscribeOptions options(@Nullable String queueGroup, @Nullable Dispatch dispatch) {
        return SubscribeOptions.of(o -> {
            o.gate(this::gate).pendingMessagesMax(Long.MAX_VALUE).pendingBytesMax(Long.MAX_VALUE);
            if (queueGroup != null) {
                o.queueGroup(queueGroup);
            }
            if (dispatch != null) {
                o.dispatch(dispatch);
            }
        });
    }

    /** Begins, with messages that wait to be taken. */
    final void pulled(String subject, @Nullable String queueGroup) {
        started(context.connection().subscribe(subject, options(queueGroup, null)));
    }

    /** The same, with payloads that go where {@code room} says. */
    final void pulledInto(String subject, PayloadRoom room) {
        started(context.inside().subscribeInto(subject, options(null, null), room));
    }

    /** Begins, with a handler. */
    final void handled(
            String subject, @Nullable String queueGroup, @Nullable Dispatch dispatch, JetStreamHandler handler) {
        JetStreamHandler watched = context.observing().isOn() ? observed(handler) : handler;
        started(context.connection().subscribe(subject, options(queueGroup, dispatch), message -> {
            try {
                watched.onMessage(acks.of(message));
            } finally {
                finished(message);
            }
        }));
    }

    private JetStreamHandler observed(JetStreamHandler handler) {
        return message -> {
            long start = System.nanoTime();
            Throwable thrown = null;
            try {
                handler.onMessage(message);
            } catch (Exception | Error e) {
                thrown = e;
                throw e;
            } finally {
                context.observing().handled(message, thrown, start);
            }
        };
    }

    private void started(Subscription made) {
        subscription = made;
        heardNanos = System.nanoTime();
        listening = context.connection().onEvent(this::happened);
        made.ended().whenComplete((end, impossible) -> over(end));
        if (heartbeatNanos > 0) {
            watch();
        }
        begin();
    }

    private void happened(ConnectionEvent event) {
        if (event instanceof ConnectionEvent.Reconnected || event instanceof ConnectionEvent.Moved) {
            heard();
            if (!isOver()) {
                reconnected();
            }
        }
    }

    // what comes

    private boolean gate(Message message) {
        heardNanos = System.nanoTime();
        if (message.size() == 0) {
            int code = message.headers().statusCode();
            if (code != 0) {
                status(message, code);
                return false;
            }
        }
        if (!arrives(message)) {
            return false;
        }
        arrived.lazySet(arrived.getPlain() + 1);
        return true;
    }

    /** What came and passed. */
    final long arrived() {
        return arrived.get();
    }

    /** What of it was handled or taken. */
    final long processed() {
        return processed.get();
    }

    private void finished(Message message) {
        processed.incrementAndGet();
        done(message);
    }

    /** A message that was taken, for the user. */
    final JetStreamMessage taken(Message message) {
        finished(message);
        return acks.of(message);
    }

    // signs of life

    final void heard() {
        heardNanos = System.nanoTime();
    }

    private void watch() {
        context.inside().after(heartbeatNanos, () -> {
            if (isOver()) {
                return;
            }
            long quiet = System.nanoTime() - heardNanos;
            if (expectsHeartbeats() && context.connection().state().isConnected() && quiet > 2 * heartbeatNanos) {
                heard();
                tell(new ConsumeEvent.MissedHeartbeats(quiet));
                silent();
            }
            watch();
        });
    }

    /** Tells the user's listener. */
    final void tell(ConsumeEvent event) {
        context.observing().happened(target().orElse(null), event);
        Executor callbacks = context.inside().callbacks();
        try {
            callbacks.execute(() -> {
                try {
                    events.accept(event);
                } catch (RuntimeException e) {
                    context.inside().failed(e);
                }
            });
        } catch (RejectedExecutionException e) {
            // closed: nobody listens any more
        }
    }

    // ending

    final Subscription subscription() {
        Subscription made = subscription;
        if (made == null) {
            throw new IllegalStateException("not begun");
        }
        return made;
    }

    final boolean isOver() {
        return outcome.get() != null || ended.isDone();
    }

    /** Ends it with an error, after what came before it. */
    final void refused(NatsException error) {
        if (outcome.compareAndSet(null, new ConsumeEnd(ConsumeEnd.Reason.REFUSED, error))) {
            finishKeeping();
        }
    }

    /** No more comes; what waits is still handled or taken. */
    private void finishKeeping() {
        Subscription s = subscription;
        if (s != null) {
            if (arrived.get() == 0) {
                s.unsubscribe();
            } else {
                // as many have come already, so this ends it at once, and what waits stays
                s.stopAfter(1);
            }
        }
    }

    final void stop() {
        outcome.compareAndSet(null, new ConsumeEnd(ConsumeEnd.Reason.STOPPED, null));
        Subscription s = subscription;
        if (s != null) {
            s.unsubscribe();
        }
    }

    final CompletableFuture<Boolean> drain(Duration timeout) {
        if (!outcome.compareAndSet(null, new ConsumeEnd(ConsumeEnd.Reason.DRAINED, null))) {
            return ended.thenApply(end -> true);
        }
        return subscription().async().drain(timeout);
    }

    private void over(SubscriptionEnd end) {
        Registration told = listening;
        if (told != null) {
            told.close();
        }
        outcome.compareAndSet(
                null,
                end.reason() == SubscriptionEnd.Reason.CONNECTION_CLOSED
                        ? new ConsumeEnd(ConsumeEnd.Reason.CONNECTION_CLOSED, null)
                        : new ConsumeEnd(ConsumeEnd.Reason.REFUSED, end.error()));
        ConsumeEnd why = outcome.get();
        if (why != null) {
            ended.complete(why);
        }
    }

    final CompletableFuture<ConsumeEnd> ended() {
        return ended.copy();
    }

    /** The error to throw to who takes messages, once none is left. */
    final @Nullable NatsException error() {
        ConsumeEnd end = outcome.get();
        return end == null ? null : end.error();
    }

    /** The error for a consumer that is not there, or not to be pulled from. */
    static PullRefusedException gone(Target target, int code, String text) {
        return new PullRefusedException(target.stream(), target.consumer(), code, text);
    }
}
