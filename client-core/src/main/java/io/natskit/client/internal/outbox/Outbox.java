// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import io.natskit.client.internal.protocol.OpEncoder;
import io.natskit.wire.headers.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bounded outgoing buffer of a connection. It outlives links: what was accepted and not handed to the operating system is written to the next link, once
 * and in order. Safe for many callers; {@link #attach}, {@link #detach}, {@link #flush} and {@link #pong} belong to the I/O thread.
 *
 * <p>While the connection is idle a caller writes its own message, which costs no thread switch. While it is busy messages gather, and either the caller that
 * fills a block or the I/O thread writes them together.
 */
public final class Outbox {
    /** A caller that has gathered so much writes it. */
    static final int LEAD_BYTES = 32 * 1024;

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int KEPT_BYTES = 1 << 18;
    private static final int LEADER_BYTES_MAX = 512 * 1024;
    private static final long LEADER_NANOS_MAX = 100_000;
    private static final long WRITE_NANOS_FLOOR = 5_000;
    private static final byte[] NOTHING = new byte[0];

    private enum Writer {
        NOBODY,
        CALLER,
        IO
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final LongSupplier nanoClock;
    private final long onlineBytesMax;
    private final long offlineBytesMax;

    // guarded by the lock, for the life of the connection
    private byte[] fill = NOTHING;
    private int fillLength;
    private int fillMessages;
    private int writingMessages;
    private boolean closed;
    private boolean refusing;
    private long accepted;
    private long acceptedBytes;
    private long settled; // publishes confirmed by a PONG or reported in doubt
    private volatile int blockedCallers;
    private final RoomWaiters roomWaiters = new RoomWaiters();

    // guarded by the lock, for the life of a link
    private @Nullable Sink sink;
    private Writer writer = Writer.NOBODY;
    private boolean flushRequested;
    private @Nullable Consumer<Leftover> onDetached;
    private boolean finishing;
    private final ArrayDeque<PongWaiter> pongWaiters = new ArrayDeque<>();
    private final ArrayDeque<Long> pongMarks = new ArrayDeque<>();

    // owned by the writer
    private byte[] writing = NOTHING;
    private int writePosition;
    private volatile int writeLength;
    private volatile long written;
    private long lastWriteEnd;
    private long lastWriteNanos = WRITE_NANOS_FLOOR;
    private @Nullable ByteBuffer chunk;

    /**
     * An outbox without a link.
     *
     * @param onlineBytesMax how much may wait while there is a link
     * @param offlineBytesMax how much may wait while there is none; 0: nothing
     * @param nanoClock the time, as {@link System#nanoTime}
     */
    public Outbox(long onlineBytesMax, long offlineBytesMax, LongSupplier nanoClock) {
        this.onlineBytesMax = Math.min(onlineBytesMax, Integer.MAX_VALUE - CHUNK_BYTES);
        this.offlineBytesMax = Math.min(offlineBytesMax, Integer.MAX_VALUE - CHUNK_BYTES);
        this.nanoClock = nanoClock;
    }

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
        int lead;
        lock.lock();
        try {
            if (!roomFor(most)) {
                return refusal();
            }
            byte[] b = fillWithRoom(most);
            int p = OpEncoder.publishLine(b, fillLength, subject, reply, headersLength, length);
            if (headers != null) {
                p = headers.writeTo(b, p);
            }
            lead = accepted(OpEncoder.payload(b, p, payload, offset, length), headersLength + length);
        } finally {
            lock.unlock();
        }
        act(lead);
        return Offer.ACCEPTED;
    }

    /** Offers a message whose payload is a buffer, as {@link #publish(byte[], byte[], Headers, byte[], int, int)}; its position stays. */
    public Offer publish(byte[] subject, byte @Nullable [] reply, @Nullable Headers headers, ByteBuffer payload) {
        int headersLength = headers == null ? 0 : headers.encodedLength();
        int most = OpEncoder.publishBytesMax(
                subject.length, reply == null ? 0 : reply.length, headersLength, payload.remaining());
        int lead;
        lock.lock();
        try {
            if (!roomFor(most)) {
                return refusal();
            }
            byte[] b = fillWithRoom(most);
            int p = OpEncoder.publishLine(b, fillLength, subject, reply, headersLength, payload.remaining());
            if (headers != null) {
                p = headers.writeTo(b, p);
            }
            lead = accepted(OpEncoder.payload(b, p, payload), headersLength + payload.remaining());
        } finally {
            lock.unlock();
        }
        act(lead);
        return Offer.ACCEPTED;
    }

    /**
     * Adds SUB, UNSUB or PONG, whatever the bound; dropped without a link, since the next one starts with the subscriptions of its day. Writes nothing:
     * {@link #kick} does, once the caller has let go of its locks.
     */
    public boolean append(byte[] op) {
        lock.lock();
        try {
            if (sink == null || closed) {
                return false;
            }
            byte[] b = fillWithRoom(op.length);
            System.arraycopy(op, 0, b, fillLength, op.length);
            fillLength += op.length;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Sees to it that what was appended is written. */
    public void kick() {
        int lead;
        lock.lock();
        try {
            lead = fillLength == 0 ? NOTHING_TO_DO : decide(true);
        } finally {
            lock.unlock();
        }
        act(lead);
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
        int lead;
        lock.lock();
        try {
            if (sink == null || closed) {
                return false;
            }
            pongWaiters.add(waiter);
            pongMarks.add(accepted);
            byte[] op = OpEncoder.ping();
            byte[] b = fillWithRoom(op.length);
            System.arraycopy(op, 0, b, fillLength, op.length);
            fillLength += op.length;
            lead = decide(true);
        } finally {
            lock.unlock();
        }
        act(lead);
        return true;
    }

    /** A PONG came: settles the publishes before its PING and calls its waiter. False when nobody waited for one. */
    public boolean pong() {
        PongWaiter waiter;
        lock.lock();
        try {
            waiter = pongWaiters.poll();
            Long mark = pongMarks.poll();
            if (waiter == null || mark == null) {
                return false;
            }
            settled = Math.max(settled, mark);
        } finally {
            lock.unlock();
        }
        waiter.pong();
        return true;
    }

    /** Pings whose PONG has not come. */
    public int pingsOut() {
        lock.lock();
        try {
            return pongWaiters.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is room for {@code bytes}, or nothing is taken at all.
     *
     * @return false when {@code nanos} have passed before
     */
    public boolean awaitRoom(int bytes, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            blockedCallers = blockedCallers + 1;
            try {
                while (!takesNothing() && !roomFor(bytes)) {
                    if (left <= 0) {
                        return false;
                    }
                    left = room.awaitNanos(left);
                }
                return true;
            } finally {
                blockedCallers = blockedCallers - 1;
            }
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            if (!mayTry(bytes)) {
                roomWaiters.add(bytes, action);
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    /** Takes no publish from now on, but still writes what it has. */
    public void refusePublishes() {
        lock.lock();
        try {
            refusing = true;
        } finally {
            lock.unlock();
        }
        releaseWaiting();
    }

    /** Writes what waits. I/O thread. */
    public void flush() {
        lock.lock();
        try {
            flushRequested = false;
            if (writer == Writer.CALLER || sink == null) {
                return;
            }
            writer = Writer.IO;
        } finally {
            lock.unlock();
        }
        drain(Writer.IO);
    }

    /** Writes what waits on the caller's thread, unless somebody writes already. */
    public void flushNow() {
        lock.lock();
        try {
            if (writer != Writer.NOBODY || sink == null) {
                return;
            }
            writer = Writer.CALLER;
        } finally {
            lock.unlock();
        }
        drain(Writer.CALLER);
    }

    /** Goes online: {@link #flush} will write {@code first} (the subscriptions), then what was kept. I/O thread, without a link. */
    public void attach(Sink link, byte[] first) {
        lock.lock();
        try {
            sink = link;
            writing = first;
            writePosition = 0;
            writeLength = first.length;
            writer = Writer.IO;
        } finally {
            lock.unlock();
        }
        releaseWaiting();
    }

    /**
     * Goes offline. What was not handed to the operating system is kept, a message cut in the middle included, since no server acts on half a message.
     *
     * @param then told what is in doubt, once no caller is writing any more: at once, or from that caller's thread
     */
    public void detach(Consumer<Leftover> then) {
        detach(then, false);
    }

    /** As {@link #detach(Consumer)} from a link that goes on: a message cut in the middle is for it to finish, with {@link Leftover#rest}, and is not kept. */
    public void leave(Consumer<Leftover> then) {
        detach(then, true);
    }

    private void detach(Consumer<Leftover> then, boolean finish) {
        Leftover leftover;
        lock.lock();
        try {
            sink = null;
            finishing = finish;
            flushRequested = false;
            if (writer == Writer.CALLER) {
                onDetached = then;
                return;
            }
            leftover = compact();
        } finally {
            lock.unlock();
        }
        releaseWaiting();
        then.accept(leftover);
    }

    /** Takes nothing any more and forgets what waits. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            sink = null;
            fill = NOTHING;
            fillLength = 0;
        } finally {
            lock.unlock();
        }
        releaseWaiting();
    }

    /** Bytes that wait to be written. */
    public long pendingBytes() {
        lock.lock();
        try {
            return pending();
        } finally {
            lock.unlock();
        }
    }

    /** Messages that wait to be written; those of a block that is being written count until it is done. */
    public int pendingMessages() {
        lock.lock();
        try {
            return fillMessages + (writePosition < writeLength ? writingMessages : 0);
        } finally {
            lock.unlock();
        }
    }

    /** Messages accepted since the connection was made. */
    public long accepted() {
        lock.lock();
        try {
            return accepted;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of headers and payloads accepted with them. */
    public long acceptedBytes() {
        lock.lock();
        try {
            return acceptedBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes handed to links since the connection was made; grows while the server reads. */
    public long written() {
        return written;
    }

    /** Gives back the memory of a burst; called when nothing is going on. */
    public void trim() {
        lock.lock();
        try {
            if (fillLength == 0 && fill.length > KEPT_BYTES) {
                fill = NOTHING;
            }
            if (writer == Writer.NOBODY && writing.length > KEPT_BYTES) {
                writing = NOTHING;
                writePosition = 0;
                writeLength = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    // under the lock

    private long pending() {
        return fillLength + (long) writeLength - Math.min(writePosition, writeLength);
    }

    private boolean roomFor(int bytes) {
        if (closed || refusing) {
            return false;
        }
        long max = sink == null ? offlineBytesMax : onlineBytesMax;
        long waiting = pending();
        // a message larger than the whole bound passes when nothing else waits: the server's limit is another
        return waiting + bytes <= max || (waiting == 0 && sink != null);
    }

    private Offer refusal() {
        if (closed || refusing) {
            return Offer.CLOSED;
        }
        return sink == null && offlineBytesMax == 0 ? Offer.OFFLINE : Offer.FULL;
    }

    private byte[] fillWithRoom(int more) {
        int want = Math.addExact(fillLength, more);
        if (want > fill.length) {
            long doubled = Math.min(2L * fill.length, Integer.MAX_VALUE - 16);
            fill = Arrays.copyOf(fill, (int) Math.max(Math.max(want, doubled), 4096));
        }
        return fill;
    }

    private int accepted(int end, int contentBytes) {
        accepted++;
        acceptedBytes += contentBytes;
        fillMessages++;
        boolean wasEmpty = fillLength == 0;
        fillLength = end;
        return decide(wasEmpty);
    }

    private static final int NOTHING_TO_DO = 0;
    private static final int LEAD = 1;
    private static final int WAKE = 2;

    private int decide(boolean wasEmpty) {
        if (writer != Writer.NOBODY || sink == null) {
            return NOTHING_TO_DO;
        }
        if (fillLength >= LEAD_BYTES) {
            writer = Writer.CALLER;
            return LEAD;
        }
        if (flushRequested) {
            return NOTHING_TO_DO;
        }
        if (wasEmpty && nanoClock.getAsLong() - lastWriteEnd > lastWriteNanos) {
            writer = Writer.CALLER;
            return LEAD;
        }
        flushRequested = true;
        return WAKE;
    }

    private boolean takesNothing() {
        return closed || refusing || (sink == null && offlineBytesMax == 0);
    }

    private boolean mayTry(int bytes) {
        return takesNothing() || (belowLowWater() && roomFor(bytes));
    }

    private boolean belowLowWater() {
        return pending() <= (sink == null ? offlineBytesMax : onlineBytesMax) / 2;
    }

    /** Gathers the whole publishes that were not written, drops other ops, and counts what is in doubt. */
    private Leftover compact() {
        int cut = finishing ? Unsent.opEnd(writing, writePosition, writeLength) : writePosition;
        byte[] rest = Arrays.copyOfRange(writing, writePosition, cut);
        Unsent unsent = Unsent.of(writing, cut, writeLength, fill, fillLength);
        fill = unsent.bytes();
        fillLength = unsent.length();
        fillMessages = unsent.publishes();
        writingMessages = 0;
        writing = NOTHING;
        writePosition = 0;
        writeLength = 0;
        writer = Writer.NOBODY;
        long sent = accepted - unsent.publishes();
        long inDoubt = Math.max(0, sent - settled);
        settled = Math.max(settled, sent);
        List<PongWaiter> waiters = List.copyOf(pongWaiters);
        pongWaiters.clear();
        pongMarks.clear();
        return new Leftover(sent, inDoubt, waiters, Math.max(0, waiters.size() - unsent.pings()), rest);
    }

    // as the writer, outside the lock

    private void act(int lead) {
        if (lead == NOTHING_TO_DO) {
            return;
        }
        if (lead == LEAD) {
            drain(Writer.CALLER);
            return;
        }
        Sink link = sinkNow();
        if (link != null) {
            link.wake();
        }
    }

    private @Nullable Sink sinkNow() {
        lock.lock();
        try {
            return sink;
        } finally {
            lock.unlock();
        }
    }

    private void drain(Writer as) {
        long start = as == Writer.CALLER ? nanoClock.getAsLong() : 0;
        int total = 0;
        while (true) {
            Sink link = nextBlock();
            if (link == null) {
                return;
            }
            int n;
            try {
                n = writeChunk(link);
            } catch (IOException e) {
                giveUp(link, e);
                return;
            }
            total += n;
            if (blockedCallers > 0 || !roomWaiters.isEmpty()) {
                releaseWaiting();
            }
            if (n == 0) {
                handOver(link, true);
                return;
            }
            boolean turnOver =
                    total >= LEADER_BYTES_MAX || (as == Writer.CALLER && lastWriteEnd - start >= LEADER_NANOS_MAX);
            if (turnOver && hasMore()) {
                // a caller goes back to its work, the I/O thread has a look at what came in
                handOver(link, false);
                return;
            }
        }
    }

    /** The link to write {@link #writing} to; null when nothing is left or the link is gone, and the writer's part is over. */
    private @Nullable Sink nextBlock() {
        Leftover leftover = null;
        Consumer<Leftover> then = null;
        Sink link;
        lock.lock();
        try {
            link = sink;
            if (link == null) {
                then = onDetached;
                onDetached = null;
                leftover = then == null ? null : compact();
                writer = Writer.NOBODY;
            } else if (writePosition == writeLength) {
                if (fillLength == 0) {
                    writer = Writer.NOBODY;
                    link = null;
                } else {
                    swap();
                }
            }
        } finally {
            lock.unlock();
        }
        if (then != null && leftover != null) {
            releaseWaiting();
            then.accept(leftover);
        }
        return link;
    }

    /** Lets those who wait for room go on, once half of it is free or nothing is taken any more. */
    private void releaseWaiting() {
        List<Runnable> actions;
        lock.lock();
        try {
            if (blockedCallers > 0 && (takesNothing() || belowLowWater())) {
                room.signalAll();
            }
            actions = roomWaiters.takeIf(this::mayTry);
        } finally {
            lock.unlock();
        }
        actions.forEach(Runnable::run);
    }

    private void swap() {
        byte[] emptied = writing;
        writing = fill;
        writePosition = 0;
        writeLength = fillLength;
        fill = emptied;
        fillLength = 0;
        writingMessages = fillMessages;
        fillMessages = 0;
    }

    private int writeChunk(Sink link) throws IOException {
        ByteBuffer direct = chunk;
        if (direct == null) {
            direct = ByteBuffer.allocateDirect(CHUNK_BYTES);
            chunk = direct;
        }
        int length = Math.min(writeLength - writePosition, CHUNK_BYTES);
        direct.clear();
        direct.put(writing, writePosition, length).flip();
        long before = nanoClock.getAsLong();
        int n = link.write(direct);
        lastWriteEnd = nanoClock.getAsLong();
        lastWriteNanos = Math.max(WRITE_NANOS_FLOOR, lastWriteEnd - before);
        writePosition += n;
        written += n;
        return n;
    }

    private boolean hasMore() {
        lock.lock();
        try {
            return writePosition < writeLength || fillLength > 0;
        } finally {
            lock.unlock();
        }
    }

    private void handOver(Sink link, boolean socketFull) {
        lock.lock();
        try {
            if (sink == link) {
                writer = Writer.IO;
                flushRequested = true;
            }
        } finally {
            lock.unlock();
        }
        if (writerGone(link)) {
            return;
        }
        if (socketFull) {
            link.awaitWritable();
        } else {
            link.wake();
        }
    }

    private boolean writerGone(Sink link) {
        if (sinkNow() == link) {
            return false;
        }
        nextBlock();
        return true;
    }

    private void giveUp(Sink link, IOException cause) {
        lock.lock();
        try {
            // the bytes stay; the writer is nobody, so that detach() finds them
            if (sink == link) {
                writer = Writer.IO;
            }
        } finally {
            lock.unlock();
        }
        if (!writerGone(link)) {
            link.broken(cause);
        }
    }
}
