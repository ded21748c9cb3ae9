// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import io.natskit.client.internal.protocol.OpEncoder;
import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bounded outgoing buffer of a connection. It outlives links: what was accepted and not handed to the operating system is written to the next link, once
 * and in order. Safe for many callers; {@link #attach}, {@link #detach}, {@link #flush} and {@link #pong} belong to the I/O thread.
 *
 * <p>Messages are encoded in place into the memory that the socket takes them from. {@link Turn} says who writes it.
 */
public final class Outbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Pings pings = new Pings();
    private final Backlog backlog;
    private final Room room;
    private final Writing writing;

    /**
     * An outbox without a link.
     *
     * @param onlineBytesMax how much may wait while there is a link
     * @param offlineBytesMax how much may wait while there is none; 0: nothing
     * @param nanoClock the time, as {@link System#nanoTime}
     */
    public Outbox(long onlineBytesMax, long offlineBytesMax, LongSupplier nanoClock) {
        backlog = new Backlog(onlineBytesMax);
        room = new Room(lock, backlog, onlineBytesMax, offlineBytesMax);
        long fullBytes = Math.min(Blocks.BLOCK_BYTES, onlineBytesMax / 2);
        writing = new Writing(lock, backlog, new Turn(nanoClock), pings, room, fullBytes);
    }

    // for callers, on any thread

    /** Offers a message. The arrays are the caller's again on return. */
    public Offer publish(
            byte[] subject,
            byte @Nullable [] reply,
            @Nullable Headers headers,
            byte[] payload,
            int offset,
            int length) {
        int headersLength = headers == null ? 0 : headers.encodedLength();
        int most = OpEncoder.publishBytesMax(subject.length, reply == null ? 0 : reply.length, headersLength, length);
        Turn.Task task;
        lock.lock();
        try {
            if (!room.fits(most)) {
                return room.refusal();
            }
            boolean wasEmpty = backlog.waiting() == 0;
            backlog.publish(most, subject, reply, headers, headersLength, payload, offset, length);
            task = writing.added(most, wasEmpty, Haste.of(reply));
        } finally {
            lock.unlock();
        }
        writing.act(task);
        return Offer.ACCEPTED;
    }

    /** Offers a message whose payload is a buffer, as {@link #publish(byte[], byte[], Headers, byte[], int, int)}; its position stays. */
    public Offer publish(byte[] subject, byte @Nullable [] reply, @Nullable Headers headers, ByteBuffer payload) {
        return publish(subject, reply, headers, payload, Haste.of(reply));
    }

    /** As {@link #publish(byte[], byte[], Headers, ByteBuffer)}, written as soon as {@code haste} says. */
    public Offer publish(
            byte[] subject, byte @Nullable [] reply, @Nullable Headers headers, ByteBuffer payload, Haste haste) {
        int headersLength = headers == null ? 0 : headers.encodedLength();
        int most = OpEncoder.publishBytesMax(
                subject.length, reply == null ? 0 : reply.length, headersLength, payload.remaining());
        Turn.Task task;
        lock.lock();
        try {
            if (!room.fits(most)) {
                return room.refusal();
            }
            boolean wasEmpty = backlog.waiting() == 0;
            backlog.publish(most, subject, reply, headers, headersLength, payload);
            task = writing.added(most, wasEmpty, haste);
        } finally {
            lock.unlock();
        }
        writing.act(task);
        return Offer.ACCEPTED;
    }

    /**
     * Adds SUB, UNSUB or PONG, whatever the bound; dropped without a link, since the next one starts with the subscriptions of its day. Writes nothing:
     * {@link #kick} does, once the caller has let go of its locks.
     */
    public boolean append(byte[] op) {
        lock.lock();
        try {
            if (!writing.hasLink()) {
                return false;
            }
            backlog.add(op);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Sees to it that what was appended is written. */
    public void kick() {
        Turn.Task task;
        lock.lock();
        try {
            task = backlog.waiting() == 0 ? Turn.Task.NOTHING : writing.added(0, true, Haste.AT_ONCE);
        } finally {
            lock.unlock();
        }
        writing.act(task);
    }

    /** {@link #append} and {@link #kick}. */
    public boolean control(byte[] op) {
        boolean added = append(op);
        if (added) {
            kick();
        }
        return added;
    }

    /** Adds a PING and its waiter; false without a link. */
    public boolean ping(PongWaiter waiter) {
        Turn.Task task;
        lock.lock();
        try {
            if (!writing.hasLink()) {
                return false;
            }
            pings.add(waiter, backlog.accepted());
            backlog.add(OpEncoder.ping());
            task = writing.added(0, true, Haste.AT_ONCE);
        } finally {
            lock.unlock();
        }
        writing.act(task);
        return true;
    }

    /**
     * Waits until there is room for {@code bytes}, or nothing is taken at all.
     *
     * @return false when {@code nanos} have passed before
     */
    public boolean awaitRoom(int bytes, long nanos) throws InterruptedException {
        flushNow();
        return room.await(bytes, nanos);
    }

    /** Runs {@code action}, which must be short, as soon as at most half of the room is taken: perhaps at once, perhaps on the writing thread. */
    public void whenWritable(Runnable action) {
        whenRoom(0, action);
    }

    /**
     * As {@link #whenWritable}, but not before a message of {@code bytes} fits: one that is larger than the room offline waits for a link. Runs it too when nothing is
     * taken any more, so that the next offer says so.
     */
    public void whenRoom(int bytes, Runnable action) {
        room.when(bytes, action);
    }

    /** Takes no publish from now on, but still writes what it has. */
    public void refusePublishes() {
        lock.lock();
        try {
            room.refusePublishes();
        } finally {
            lock.unlock();
        }
        room.release();
    }

    /** Writes what waits on the caller's thread, unless somebody writes already. */
    public void flushNow() {
        writing.flushNow();
    }

    /** Bytes that wait to be written. */
    public long pendingBytes() {
        lock.lock();
        try {
            return backlog.waiting();
        } finally {
            lock.unlock();
        }
    }

    /** Messages that wait to be written; those of a block that is being written count until it is done. */
    public int pendingMessages() {
        lock.lock();
        try {
            return backlog.waitingMessages();
        } finally {
            lock.unlock();
        }
    }

    /** Messages accepted since the connection was made. */
    public long accepted() {
        lock.lock();
        try {
            return backlog.accepted();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of headers and payloads accepted with them. */
    public long acceptedBytes() {
        lock.lock();
        try {
            return backlog.acceptedBytes();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes handed to links since the connection was made; grows while the server reads. */
    public long written() {
        return backlog.written();
    }

    // for the I/O thread

    /** Writes what waits. */
    public void flush() {
        writing.flush();
    }

    /** A PONG came: settles the publishes before its PING and calls its waiter. False when nobody waited for one. */
    public boolean pong() {
        PongWaiter waiter;
        lock.lock();
        try {
            waiter = pings.pong();
        } finally {
            lock.unlock();
        }
        if (waiter == null) {
            return false;
        }
        waiter.pong();
        return true;
    }

    /** Pings whose PONG has not come. */
    public int pingsOut() {
        lock.lock();
        try {
            return pings.out();
        } finally {
            lock.unlock();
        }
    }

    /** Goes online: {@link #flush} will write {@code first} (the subscriptions), then what was kept. Without a link. */
    public void attach(Sink link, byte[] first) {
        lock.lock();
        try {
            writing.attach(link, first);
        } finally {
            lock.unlock();
        }
        room.release();
    }

    /**
     * Goes offline. What was not handed to the operating system is kept, a message cut in the middle included, since no server acts on half a message.
     *
     * @param then told what is in doubt, once no caller is writing any more: at once, or from that caller's thread
     */
    public void detach(Consumer<Leftover> then) {
        writing.detach(then, false);
    }

    /** As {@link #detach(Consumer)} from a link that goes on: a message cut in the middle is for it to finish, with {@link Leftover#rest}, and is not kept. */
    public void leave(Consumer<Leftover> then) {
        writing.detach(then, true);
    }

    /** Takes nothing any more and forgets what waits. */
    public void close() {
        lock.lock();
        try {
            writing.close();
        } finally {
            lock.unlock();
        }
        room.release();
    }

    /** Gives memory back that a burst has left; to be called when nothing is going on. */
    public void trim() {
        lock.lock();
        try {
            backlog.trim();
        } finally {
            lock.unlock();
        }
    }
}
