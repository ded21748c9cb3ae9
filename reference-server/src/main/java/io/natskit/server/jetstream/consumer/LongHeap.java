// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import java.util.Arrays;

/** A heap of pairs of numbers, the lowest key first. */
final class LongHeap {
    private long[] keys = new long[8];
    private long[] values = new long[8];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    long key() {
        return keys[0];
    }

    long value() {
        return values[0];
    }

    void clear() {
        size = 0;
    }

    void add(long key, long value) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        int i = size++;
        while (i > 0) {
            int parent = i - 1 >> 1;
            if (keys[parent] <= key) {
                break;
            }
            keys[i] = keys[parent];
            values[i] = values[parent];
            i = parent;
        }
        keys[i] = key;
        values[i] = value;
    }

    void poll() {
        size--;
        long key = keys[size];
        long value = values[size];
        int i = 0;
        while (true) {
            int child = 2 * i + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && keys[child + 1] < keys[child]) {
                child++;
            }
            if (keys[child] >= key) {
                break;
            }
            keys[i] = keys[child];
            values[i] = values[child];
            i = child;
        }
        keys[i] = key;
        values[i] = value;
    }
}
