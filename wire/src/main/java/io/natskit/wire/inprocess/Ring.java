// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.inprocess;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One direction: a ring of bytes under a short lock. Starts small and grows up to its capacity, so an idle link costs little. */
final class Ring {
    private static final int FIRST_BYTES = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final int capacity;

    // guarded by lock
    private byte[] bytes;
    private int head;
    private int size;
    private boolean ended;
    private boolean foundFull;
    private @Nullable Runnable readable;
    private @Nullable Runnable writable;

    Ring(int capacity) {
        this.capacity = capacity;
        this.bytes = new byte[Math.min(capacity, FIRST_BYTES)];
    }

    int read(ByteBuffer dst) {
        Runnable wake = null;
        int n;
        lock.lock();
        try {
            if (size == 0) {
                return ended ? -1 : 0;
            }
            n = Math.min(size, dst.remaining());
            int first = Math.min(n, bytes.length - head);
            dst.put(bytes, head, first).put(bytes, 0, n - first);
            head = (head + n) % bytes.length;
            size -= n;
            if (n > 0 && foundFull) {
                foundFull = false;
                wake = writable;
            }
        } finally {
            lock.unlock();
        }
        run(wake);
        return n;
    }

    int write(ByteBuffer src) {
        Runnable wake = null;
        int n;
        lock.lock();
        try {
            if (ended) {
                return -1;
            }
            n = Math.min(capacity - size, src.remaining());
            foundFull |= n < src.remaining();
            ensure(size + n);
            int tail = (head + size) % bytes.length;
            int first = Math.min(n, bytes.length - tail);
            src.get(bytes, tail, first).get(bytes, 0, n - first);
            if (size == 0 && n > 0) {
                wake = readable;
            }
            size += n;
        } finally {
            lock.unlock();
        }
        run(wake);
        return n;
    }

    void onReadable(Runnable callback) {
        boolean now;
        lock.lock();
        try {
            readable = callback;
            now = size > 0 || ended;
        } finally {
            lock.unlock();
        }
        if (now) {
            callback.run();
        }
    }

    void onWritable(Runnable callback) {
        boolean now;
        lock.lock();
        try {
            writable = callback;
            now = size < capacity || ended;
        } finally {
            lock.unlock();
        }
        if (now) {
            callback.run();
        }
    }

    void end() {
        Runnable wakeReader;
        Runnable wakeWriter;
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            wakeReader = readable;
            wakeWriter = writable;
        } finally {
            lock.unlock();
        }
        run(wakeReader);
        run(wakeWriter);
    }

    private void ensure(int wanted) {
        if (wanted <= bytes.length) {
            return;
        }
        byte[] larger = new byte[(int) Math.min(capacity, Math.max(wanted, bytes.length * 2L))];
        int first = Math.min(size, bytes.length - head);
        System.arraycopy(bytes, head, larger, 0, first);
        System.arraycopy(bytes, 0, larger, first, size - first);
        bytes = larger;
        head = 0;
    }

    private static void run(@Nullable Runnable callback) {
        if (callback != null) {
            callback.run();
        }
    }
}
