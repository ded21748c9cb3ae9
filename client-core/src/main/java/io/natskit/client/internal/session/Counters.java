// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.ConnectionObserver;
import io.natskit.client.ConnectionObserver.ConnectStage;
import io.natskit.client.ServerAddress;
import io.natskit.client.Subscription;
import io.natskit.client.internal.flight.ConnectFlight;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a connection, and the observer that sees them grow. What the I/O thread counts is kept in plain fields and shown at the end of each read; what
 * many threads count is added up when asked for.
 */
public final class Counters {
    private final @Nullable ConnectionObserver observer;

    // of the I/O thread
    private long messagesIn;
    private long bytesIn;
    private long messagesDropped;
    // of the I/O thread, shown to all
    private volatile long shownMessagesIn;
    private volatile long shownBytesIn;
    private volatile long shownMessagesDropped;
    private volatile long socketBytesIn;
    private volatile long socketReads;
    private volatile long reconnects;
    private volatile long oks;
    private volatile long errors;
    private volatile long inDoubt;
    // of whoever writes
    private final AtomicLong socketBytesOut = new AtomicLong();
    private final AtomicLong socketWrites = new AtomicLong();
    // of many
    private final LongAdder pings = new LongAdder();
    private final LongAdder flushes = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder publishesDropped = new LongAdder();
    private final LongAdder handlerFailures = new LongAdder();

    Counters(@Nullable ConnectionObserver observer) {
        this.observer = observer;
    }

    /** The observer, if there is one. */
    public @Nullable ConnectionObserver observer() {
        return observer;
    }

    void read(ByteBuffer came) {
        socketReads = socketReads + 1;
        socketBytesIn = socketBytesIn + came.remaining();
        if (observer != null) {
            ByteBuffer seen = came.slice().asReadOnlyBuffer();
            guarded(() -> observer.read(seen));
        }
    }

    void writing(ByteBuffer bytes) {
        if (observer != null) {
            guarded(() -> observer.written(bytes.asReadOnlyBuffer()));
        }
    }

    void wrote(int n) {
        socketWrites.incrementAndGet();
        socketBytesOut.addAndGet(n);
    }

    void stage(ServerAddress server, ConnectStage stage, long nanos) {
        ConnectFlight.stage(server, stage, Duration.ofNanos(nanos));
        if (observer != null) {
            guarded(() -> observer.connectStage(server, stage, Duration.ofNanos(nanos)));
        }
    }

    void message(int bytes) {
        messagesIn++;
        bytesIn += bytes;
    }

    void received(Subscription subscription, int bytes) {
        if (observer != null) {
            guarded(() -> observer.received(subscription, bytes));
        }
    }

    void dropped(Subscription subscription, int bytes) {
        messagesDropped++;
        if (observer != null) {
            guarded(() -> observer.dropped(subscription, bytes));
        }
    }

    void endOfRead() {
        shownMessagesIn = messagesIn;
        shownBytesIn = bytesIn;
        shownMessagesDropped = messagesDropped;
    }

    void ok() {
        oks = oks + 1;
    }

    void error() {
        errors = errors + 1;
    }

    void reconnected() {
        reconnects = reconnects + 1;
    }

    void doubt(long messages) {
        inDoubt = inDoubt + messages;
    }

    void ping() {
        pings.increment();
    }

    /** A flush was confirmed. */
    public void flushed() {
        flushes.increment();
    }

    /** A request was sent. */
    public void requested() {
        requests.increment();
    }

    /** A publish was dropped. Returns how many were. */
    public long publishDropped() {
        publishesDropped.increment();
        return publishesDropped.sum();
    }

    void handlerFailed() {
        handlerFailures.increment();
    }

    /** Runs what tells the observer; what it throws is logged. */
    public static void guarded(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            System.getLogger("io.natskit.client").log(System.Logger.Level.WARNING, "an observer failed", e);
        }
    }

    /** The numbers now. */
    public Snapshot snapshot() {
        return new Snapshot(
                shownMessagesIn,
                shownBytesIn,
                socketBytesIn,
                socketReads,
                socketBytesOut.get(),
                socketWrites.get(),
                reconnects,
                pings.sum(),
                oks,
                errors,
                flushes.sum(),
                requests.sum(),
                shownMessagesDropped,
                publishesDropped.sum(),
                inDoubt,
                handlerFailures.sum());
    }

    /** The numbers at one time; see {@link io.natskit.client.Statistics}. */
    @SuppressWarnings("javadoc")
    public record Snapshot(
            long messagesIn,
            long bytesIn,
            long socketBytesIn,
            long socketReads,
            long socketBytesOut,
            long socketWrites,
            long reconnects,
            long pingsOut,
            long oks,
            long errors,
            long flushes,
            long requests,
            long messagesDropped,
            long publishesDropped,
            long messagesInDoubt,
            long handlerFailures) {}
}
