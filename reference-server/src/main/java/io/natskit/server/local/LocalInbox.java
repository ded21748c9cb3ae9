// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.local;

import io.natskit.server.router.Outbox;
import io.natskit.server.router.Publication;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.tracing.MessageTrace;
import io.natskit.server.transport.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages for one of the server's own clients wait for its event loop. Offered messages by every loop: a copy and one
 * compare-and-set each. The loop gets one task for all that came until it runs, in the same turn when the publisher is on the owner's
 * loop. Bounded: what comes past the bound is handed over as a refusal, and past twice the bound it is dropped.
 */
public final class LocalInbox implements Outbox {
    private static final int TURN_MESSAGES = 1024;
    private static final int TURN_BYTES = 1024 * 1024;
    private static final int OVERHEAD_BYTES = 64;

    private final EventLoop owner;
    private final Handler handler;
    private final long messagesMax;
    private final long bytesMax;
    private final boolean recordsPublisher;
    private final Runnable task = this::turn;

    // the newest first, linked to the older ones; who puts the first one in schedules the task
    private final AtomicReference<@Nullable LocalMessage> arrived = new AtomicReference<>();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean closed;
    private volatile byte[][] leftOut = {};
    private volatile @Nullable String tracedAs;

    // confined to the owner: the oldest first
    private @Nullable LocalMessage ready;
    private @Nullable LocalMessage readyLast;
    private boolean again;

    /** What becomes of the messages. Called on the owner's loop. */
    public interface Handler {
        /** One message, in order. */
        void received(LocalMessage message);

        /** Nothing more for now: the time to write what was gathered. */
        default void batchEnded() {}

        /** One that waited when the inbox was closed, or came after all. */
        default void tooLate(LocalMessage message) {}
    }

    /** An inbox of that loop; {@code recordsPublisher} has each message name its sender. */
    public LocalInbox(EventLoop owner, Handler handler, long messagesMax, long bytesMax, boolean recordsPublisher) {
        this.owner = owner;
        this.handler = handler;
        this.messagesMax = messagesMax;
        this.bytesMax = bytesMax;
        this.recordsPublisher = recordsPublisher;
    }

    /** The loop that empties it. */
    public EventLoop owner() {
        return owner;
    }

    /** The messages that wait. Any thread. */
    public long waiting() {
        return waiting.get();
    }

    /** How many messages left no trace because even their refusals were too many. Any thread. */
    public long dropped() {
        return dropped.get();
    }

    /** Takes no more; what waits is {@linkplain Handler#tooLate too late}. On the owner's loop. */
    public void close() {
        closed = true;
        turnAway();
    }

    private void turnAway() {
        collect();
        LocalMessage left = ready;
        ready = null;
        for (LocalMessage one = left; one != null; one = one.next) {
            handler.tooLate(one);
        }
    }

    @Override
    public boolean offer(Publication message, Subscription subscription) {
        if (closed) {
            return false;
        }
        long size = message.frame().size + OVERHEAD_BYTES;
        if (waiting.get() >= messagesMax || waitingBytes.get() + size > bytesMax) {
            if (waiting.get() >= 2 * messagesMax) {
                dropped.incrementAndGet();
                return true;
            }
            put(LocalMessage.refusalOf(message.frame(), subscription));
            return true;
        }
        Outbox origin = message.origin();
        put(LocalMessage.copyOf(message, subscription, recordsPublisher && origin != null ? origin.publisher() : null));
        return true;
    }

    /** Has the traces of messages name the stream that this is the entrance of. Before it is subscribed. */
    public void tracedAs(String stream) {
        tracedAs = stream;
    }

    @Override
    public boolean offerTraced(Publication message, Subscription subscription, MessageTrace trace) {
        String stream = tracedAs;
        if (stream == null || closed || waiting.get() >= messagesMax || !trace.awaitStream(stream)) {
            return !trace.isOnly() && RouterLane.deliver(message, subscription) > 0;
        }
        put(LocalMessage.copyOf(message, subscription, null).traced(trace));
        return true;
    }

    /** Puts in a message that was made by hand, whatever the bounds. Any thread. */
    public void put(LocalMessage message) {
        waiting.incrementAndGet();
        waitingBytes.addAndGet(message.size() + OVERHEAD_BYTES);
        LocalMessage before;
        do {
            before = arrived.get();
            message.next = before;
        } while (!arrived.compareAndSet(before, message));
        if (before == null) {
            owner.execute(task);
        }
    }

    private void turn() {
        if (closed) {
            turnAway();
            return;
        }
        collect();
        int messages = 0;
        long bytes = 0;
        while (ready != null && messages < TURN_MESSAGES && bytes < TURN_BYTES && !closed) {
            LocalMessage one = ready;
            ready = one.next;
            one.next = null;
            messages++;
            bytes += one.size() + OVERHEAD_BYTES;
            handler.received(one);
        }
        if (messages == 0 || closed) {
            return;
        }
        waiting.addAndGet(-messages);
        waitingBytes.addAndGet(-bytes);
        handler.batchEnded();
        if (ready != null && !again) {
            // no producer will schedule what has been collected already
            again = true;
            owner.execute(this::continued);
        }
    }

    private void continued() {
        again = false;
        turn();
    }

    /** Takes what arrived, turns it the right way round, and puts it behind what is ready. */
    private void collect() {
        LocalMessage newest = arrived.getAndSet(null);
        if (newest == null) {
            return;
        }
        LocalMessage last = newest;
        LocalMessage oldest = null;
        while (newest != null) {
            LocalMessage older = newest.next;
            newest.next = oldest;
            oldest = newest;
            newest = older;
        }
        if (ready == null || readyLast == null) {
            ready = oldest;
        } else {
            readyLast.next = oldest;
        }
        readyLast = last;
    }

    /** Takes no messages whose subjects begin so: to their publishers it is as if nobody listened. Before it is subscribed. */
    public void leaveOut(String... prefixes) {
        byte[][] all = Arrays.copyOf(leftOut, leftOut.length + prefixes.length);
        for (int i = 0; i < prefixes.length; i++) {
            all[leftOut.length + i] = prefixes[i].getBytes(StandardCharsets.UTF_8);
        }
        leftOut = all;
    }

    boolean isFiltered() {
        return leftOut.length > 0;
    }

    @Override
    public boolean admits(byte[] bytes, int offset, int length, Subscription subscription) {
        for (byte[] prefix : leftOut) {
            if (length >= prefix.length
                    && Arrays.equals(bytes, offset, offset + prefix.length, prefix, 0, prefix.length)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void expired(Subscription subscription) {
        // own subscriptions have no limit of messages
    }
}
