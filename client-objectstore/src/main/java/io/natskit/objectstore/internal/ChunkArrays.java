// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.internal.routing.PayloadRoom;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of chunks that go round, within a transfer and from one to the next. Memory that the process has not touched for a while, or never, costs more than copying or hashing
 * what goes there; so the array that came back last goes out first, and few are touched. Those that wait are given up when memory is short. Any thread.
 */
final class ChunkArrays implements PayloadRoom {
    /** What may wait here: a window of chunks. */
    static final int KEPT_BYTES_MAX = 8 * 1024 * 1024;

    private static final int SMALL_BYTES = 16 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private SoftReference<ArrayDeque<byte[]>> free = new SoftReference<>(null);
    private long freeBytes;

    @Override
    public byte[] ofLength(int length) {
        byte[] array = length < SMALL_BYTES ? null : poll(length);
        return array == null ? new byte[length] : array;
    }

    private byte @Nullable [] poll(int length) {
        lock.lock();
        try {
            Iterator<byte[]> each = free().iterator();
            while (each.hasNext()) {
                byte[] array = each.next();
                if (array.length == length) {
                    each.remove();
                    freeBytes -= length;
                    return array;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private ArrayDeque<byte[]> free() {
        ArrayDeque<byte[]> arrays = free.get();
        if (arrays == null) {
            arrays = new ArrayDeque<>();
            free = new SoftReference<>(arrays);
            freeBytes = 0;
        }
        return arrays;
    }

    /** Takes back an array that nobody reads or writes any more; the garbage collector gets small ones, and those that have waited longest when they are too many. */
    void giveBack(byte[] array) {
        if (array.length < SMALL_BYTES || array.length > KEPT_BYTES_MAX) {
            return;
        }
        lock.lock();
        try {
            ArrayDeque<byte[]> arrays = free();
            arrays.push(array);
            freeBytes += array.length;
            while (freeBytes > KEPT_BYTES_MAX) {
                freeBytes -= arrays.removeLast().length;
            }
        } finally {
            lock.unlock();
        }
    }
}
