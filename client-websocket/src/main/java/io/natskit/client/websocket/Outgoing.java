// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import io.natskit.wire.websocket.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent, bounded. What is written gathers in the last chunk for as long as the sending thread is busy with others; an idle one is woken at once. Any thread writes, one at a time; one thread sends.
 *
 * <p>Behind the client's last word nothing more is taken. Callbacks run without the lock.
 */
final class Outgoing {
    private static final int SPARES_MAX = 2;

    /** What is to be sent next. */
    sealed interface Next permits Data, Control {}

    /** A chunk, to be given back by {@link #sent}. */
    record Data(Chunk chunk) implements Next {}

    /** A control frame; a {@linkplain Opcode#CLOSE close} is the last. */
    record Control(int opcode, byte[] payload) implements Next {}

    private final long bytesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();

    // guarded by the lock
    private final ArrayDeque<Chunk> waiting = new ArrayDeque<>();
    private final ArrayDeque<Chunk> spares = new ArrayDeque<>();
    private long bytes;
    private boolean foundFull;
    private boolean senderWaits;
    private Runnable roomCame = () -> {};
    private byte @Nullable [] pong;
    private byte @Nullable [] farewell;
    private boolean farewellTaken;
    private boolean ended;

    /** Nothing yet; {@code bytesMax} may wait, what is being sent included. */
    Outgoing(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Takes what there is room for; −1 once nothing is taken any more. */
    int write(ByteBuffer source) {
        lock.lock();
        try {
            if (ended || farewell != null) {
                return -1;
            }
            int start = source.position();
            while (source.hasRemaining() && bytes < bytesMax) {
                bytes += last().take(source, bytesMax - bytes);
            }
            foundFull |= source.hasRemaining();
            wake();
            return source.position() - start;
        } finally {
            lock.unlock();
        }
    }

    private Chunk last() {
        Chunk chunk = waiting.peekLast();
        if (chunk == null || chunk.isFull()) {
            chunk = spares.isEmpty() ? new Chunk(Chunk.PAYLOAD_BYTES) : spares.pop();
            waiting.add(chunk);
        }
        return chunk;
    }

    /** Under the lock. */
    private void wake() {
        if (senderWaits) {
            work.signal();
        }
    }

    /** Calls back when there is room again, for half of the bound, or nothing is taken any more; at once if that is so already. */
    void onWritable(Runnable callback) {
        boolean now;
        lock.lock();
        try {
            roomCame = callback;
            now = !foundFull || ended || farewell != null;
        } finally {
            lock.unlock();
        }
        if (now) {
            callback.run();
        }
    }

    /** Answers a ping, before what else waits. One that still waits is replaced: only the newest ping wants an answer. */
    void pong(byte[] payload) {
        lock.lock();
        try {
            pong = payload;
            wake();
        } finally {
            lock.unlock();
        }
    }

    /** The last word, behind what waits, unless one was said before. */
    void farewell(byte[] payload) {
        lastWord(payload, false);
    }

    /** The last word, in the place of what waits. */
    void breakOff(byte[] payload) {
        lastWord(payload, true);
    }

    private void lastWord(byte[] payload, boolean drop) {
        Runnable told;
        lock.lock();
        try {
            if (farewell == null) {
                farewell = payload;
            }
            if (drop) {
                waiting.clear();
            }
            wake();
            told = roomCame;
        } finally {
            lock.unlock();
        }
        told.run();
    }

    /** Nothing is sent any more, not even a last word. */
    void end() {
        Runnable told;
        lock.lock();
        try {
            ended = true;
            waiting.clear();
            spares.clear();
            wake();
            told = roomCame;
        } finally {
            lock.unlock();
        }
        told.run();
    }

    // for the sending thread

    /** Waits for what is to be sent; null: nothing more will come. */
    @Nullable
    Next next() {
        lock.lock();
        try {
            Next next = nextNow();
            while (next == null && !ended && !farewellTaken) {
                senderWaits = true;
                work.awaitUninterruptibly();
                senderWaits = false;
                next = nextNow();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Next nextNow() {
        if (ended || farewellTaken) {
            return null;
        }
        byte[] answer = pong;
        if (answer != null) {
            pong = null;
            return new Control(Opcode.PONG, answer);
        }
        Chunk chunk = waiting.poll();
        if (chunk != null) {
            return new Data(chunk);
        }
        byte[] last = farewell;
        if (last != null) {
            farewellTaken = true;
            return new Control(Opcode.CLOSE, last);
        }
        return null;
    }

    /** What {@link #next} gave is sent. */
    void sent(Chunk chunk) {
        Runnable told = null;
        lock.lock();
        try {
            bytes -= chunk.length();
            if (foundFull && bytes <= bytesMax / 2) {
                foundFull = false;
                told = roomCame;
            }
            chunk.clear();
            if (spares.size() < SPARES_MAX && !ended) {
                spares.push(chunk);
            }
        } finally {
            lock.unlock();
        }
        if (told != null) {
            told.run();
        }
    }
}
