// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.ConnectionEvent;
import io.natskit.client.InDoubtException;
import io.natskit.client.InterruptedWaitException;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.Registration;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.IngestEvent;
import io.natskit.jetstream.IngestSpec;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Fast ingest (ADR-50): the reply subject of each message says batch, place and operation, and the server acknowledges every so many of them on one inbox. No more than
 * {@code messages x outstanding} are ahead of the last acknowledgement. A silent server is asked by a ping, which also keeps an idle batch alive.
 */
final class FastIngest implements Ingest {
    private static final long GATHER_NANOS = 1_000_000L;
    private static final long PING_NANOS = 500_000_000L;
    /** The server abandons a batch after 10 s of silence. */
    private static final long IDLE_NANOS = 4_000_000_000L;

    private final Context context;
    private final Publishing publishing;
    private final IngestSpec spec;
    private final Followed followed;
    private final IngestReply reply;
    private final long timeoutNanos;
    private final CompletableFuture<PubAck> done = new CompletableFuture<>();
    private final Subscription subscription;
    private final Registration listening;
    /** Held while a message is sent, which may wait for room; never by the I/O thread, which that room depends on. */
    private final ReentrantLock sending = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    // guarded by the lock; written on the I/O thread too, which holds it shortly
    private CompletableFuture<Void> room = new CompletableFuture<>();
    private long sequence;
    private long added;
    private long acknowledged;
    private long messages;
    private volatile @Nullable String subject;
    /** The last number that is on its way for sure; a ping with a later one would tell the server of a loss. */
    private volatile long handedOver;

    private volatile boolean flushing;
    private boolean started;
    private boolean ending;
    private boolean stopped;
    private long heardNanos = System.nanoTime();
    private long sentNanos = heardNanos;

    FastIngest(Publishing publishing, IngestSpec spec) {
        this.publishing = publishing;
        this.context = publishing.context();
        this.spec = spec;
        this.followed = new Followed(context);
        this.timeoutNanos = spec.timeout().orElse(context.options().timeout()).toNanos();
        String inbox = context.connection().newInbox();
        this.reply = new IngestReply(inbox + "." + spec.flow() + "." + (spec.allowsGaps() ? "ok" : "fail") + ".");
        this.subscription = context.connection().subscribe(inbox + ".>", SubscribeOptions.of(o -> o.gate(this::gate)));
        this.listening = context.connection().onEvent(event -> {
            if (event instanceof ConnectionEvent.Reconnected || event instanceof ConnectionEvent.Moved) {
                ping();
            }
        });
        long begun = System.nanoTime();
        done.whenComplete((ack, error) -> {
            ended();
            followed.ended(sent(), error);
            context.observing().batchEnded(String.valueOf(subject), sent(), ack, error, begun);
        });
        watch();
    }

    // adding

    @Override
    public long add(String to, @Nullable Headers headers, ByteBuffer payload) {
        sending.lock();
        try {
            if (!hasRoom()) {
                // nothing makes room before it is written
                context.inside().flushGathered();
            }
            long number = next(to);
            Runnable sent = followed.sending(to);
            try {
                if (number == 1) {
                    context.inside().publish(to, reply.next(number, IngestReply.START), headers, payload);
                } else {
                    context.inside().gather(to, reply.next(number, IngestReply.APPEND), headers, payload);
                    flushSoon();
                }
                handedOver = number;
            } catch (RuntimeException | Error e) {
                takeBack();
                throw e;
            } finally {
                sent.run();
            }
            return number;
        } finally {
            sending.unlock();
        }
    }

    /** What fills no block is written all the same, a moment later. */
    private void flushSoon() {
        if (flushing) {
            return;
        }
        flushing = true;
        context.inside().after(GATHER_NANOS, () -> {
            flushing = false;
            context.inside().flushGathered();
        });
    }

    private long next(String to) {
        lock.lock();
        try {
            awaitRoom();
            subject = to;
            started = true;
            sentNanos = System.nanoTime();
            added++;
            return ++sequence;
        } finally {
            lock.unlock();
        }
    }

    /** The message that drew the last number is not sent: the next one gets it, for a gap would end the batch. */
    private void takeBack() {
        lock.lock();
        try {
            sequence--;
            added--;
            started = sequence > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. The first message goes alone: its ack says how fast the others may be. */
    private boolean open() {
        return sequence == 0 || (messages > 0 && sequence < acknowledged + messages * spec.outstanding());
    }

    private void awaitRoom() {
        long deadline = Long.MAX_VALUE;
        while (true) {
            refuseIfOver();
            if (open()) {
                return;
            }
            context.inside().mayWait("add");
            long now = System.nanoTime();
            if (deadline == Long.MAX_VALUE) {
                deadline = now + timeoutNanos;
            }
            if (now - deadline >= 0) {
                throw new InDoubtException(
                        "fast ingest: the server acknowledged " + acknowledged + " of " + sequence
                                + " messages and fell silent",
                        null);
            }
            try {
                moved.awaitNanos(deadline - now);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedWaitException("add", e);
            }
        }
    }

    private void refuseIfOver() {
        if (done.isCompletedExceptionally()) {
            throw Failures.rethrown(failure());
        }
        if (ending || stopped || done.isDone()) {
            throw new IllegalStateException("the batch is over (expected: one that is neither committed nor ended)");
        }
    }

    private Throwable failure() {
        return done.handle((ack, error) -> Failures.cause(error)).join();
    }

    /** Messages, without an empty one that commits them. */
    private long sent() {
        lock.lock();
        try {
            return added;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean hasRoom() {
        lock.lock();
        try {
            return open() || done.isDone() || ending || stopped;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletableFuture<Void> room() {
        context.inside().flushGathered();
        lock.lock();
        try {
            return open() || done.isDone() ? CompletableFuture.completedFuture(null) : room.copy();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long acknowledged() {
        lock.lock();
        try {
            return acknowledged;
        } finally {
            lock.unlock();
        }
    }

    // ending

    @Override
    public CompletableFuture<PubAck> commit(@Nullable OutgoingMessage last) {
        sending.lock();
        try {
            if (done.isDone()) {
                return done.copy();
            }
            long number = last(last == null);
            if (last == null) {
                context.inside().signal(String.valueOf(subject), reply.of(number, IngestReply.COMMIT_EMPTY));
            } else {
                Headers headers = last.headers().isEmpty() ? null : last.headers();
                Runnable sent = followed.sending(last.subject());
                try {
                    context.inside()
                            .publish(last.subject(), reply.of(number, IngestReply.COMMIT), headers, last.payload());
                } finally {
                    sent.run();
                }
            }
            handedOver = number;
        } finally {
            sending.unlock();
        }
        Runnable stop = context.inside()
                .after(timeoutNanos, () -> done.completeExceptionally(publishing.unconfirmed(String.valueOf(subject))));
        done.whenComplete((ack, error) -> stop.run());
        return done.copy();
    }

    private long last(boolean empty) {
        lock.lock();
        try {
            if (ending) {
                throw new IllegalStateException(
                        "the batch is over (expected: one that is neither committed nor ended)");
            }
            if (empty && !started) {
                throw new IllegalStateException("the batch is empty (expected: at least one message)");
            }
            ending = true;
            sentNanos = System.nanoTime();
            added += empty ? 0 : 1;
            return ++sequence;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (ending) {
                return;
            }
            ending = true;
        } finally {
            lock.unlock();
        }
        ended();
        followed.ended(sent(), null);
    }

    private void ended() {
        subscription.unsubscribe();
        listening.close();
        CompletableFuture<Void> told;
        lock.lock();
        try {
            stopped = true;
            told = room;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        told.complete(null);
    }

    // signs of life

    private void watch() {
        context.inside().after(PING_NANOS, () -> {
            boolean over;
            boolean quiet;
            boolean idle;
            lock.lock();
            try {
                over = stopped;
                long now = System.nanoTime();
                quiet = started && (ending || !open()) && now - heardNanos > PING_NANOS && now - sentNanos > PING_NANOS;
                idle = started && now - sentNanos > IDLE_NANOS;
            } finally {
                lock.unlock();
            }
            if (over) {
                return;
            }
            if (quiet || idle) {
                ping();
            }
            watch();
        });
    }

    /** Asks for the last acknowledgement again. */
    private void ping() {
        String to;
        byte[] asking;
        lock.lock();
        try {
            long number = handedOver;
            if (number == 0 || stopped || subject == null) {
                return;
            }
            to = subject;
            sentNanos = System.nanoTime();
            asking = reply.of(number, IngestReply.PING);
        } finally {
            lock.unlock();
        }
        try {
            context.inside().signal(to, asking);
        } catch (NatsException e) {
            // the next one will do
        }
    }

    // what the server says; I/O thread

    private boolean gate(Message message) {
        byte[] bytes = message.bytes();
        if (bytes.length == 0 && message.headers().statusCode() == 503) {
            done.completeExceptionally(new io.natskit.client.NoRespondersException(String.valueOf(subject)));
            return false;
        }
        try {
            JsonObject said = JsonObject.parse(bytes);
            String type = said.string("type");
            if (type == null) {
                done.complete(PubAcks.read(bytes));
            } else if (type.equals("ack")) {
                acknowledge(said.integer("seq", 0), said.integer("msgs", 0));
            } else if (type.equals("gap")) {
                tell(new IngestEvent.Gap(said.integer("last_seq", 0), said.integer("seq", 0)));
            } else if (type.equals("err")) {
                JsonObject error = said.object("error");
                if (error != null) {
                    refused(said.integer("seq", 0), ApiReplies.error(error));
                }
            }
        } catch (JetStreamApiException | JsonException e) {
            done.completeExceptionally(e);
        }
        return false;
    }

    private void acknowledge(long upTo, long every) {
        CompletableFuture<Void> told = null;
        lock.lock();
        try {
            heardNanos = System.nanoTime();
            acknowledged = Math.max(acknowledged, upTo);
            if (every > 0) {
                messages = every;
            }
            if (open()) {
                told = room;
                room = new CompletableFuture<>();
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (told != null) {
            told.complete(null);
        }
    }

    private void refused(long number, JetStreamApiException error) {
        tell(new IngestEvent.Refused(number, error));
        if (!spec.allowsGaps()) {
            done.completeExceptionally(error);
        }
    }

    private void tell(IngestEvent event) {
        try {
            context.inside().callbacks().execute(() -> {
                try {
                    spec.events().accept(event);
                } catch (RuntimeException e) {
                    context.inside().failed(e);
                }
            });
        } catch (RejectedExecutionException e) {
            // closed: nobody listens any more
        }
    }
}
