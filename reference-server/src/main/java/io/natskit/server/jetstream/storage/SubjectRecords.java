// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/**
 * What is known of each subject by its id: four longs side by side, so that a look at a subject is a look at one place of the memory.
 * Nothing is cleared by itself. Confined to one thread.
 */
final class SubjectRecords {
    private static final int LONGS = 4;
    private static final int LAST = 1;
    // where the name is above, how many messages below
    private static final int NAME_AND_COUNT = 2;
    // the neighbours in the chain of a last token: the next one above, the one before below
    private static final int CHAIN = 3;

    private static final long LOW = 0xffff_ffffL;

    private final LongColumn longs = new LongColumn();

    /** Prepares the record of a new subject without messages. */
    void begin(int id, int where) {
        first(id, 0);
        last(id, 0);
        longs.set(id * LONGS + NAME_AND_COUNT, (long) where << 32);
        longs.set(id * LONGS + CHAIN, 0);
    }

    long first(int id) {
        return longs.get(id * LONGS);
    }

    void first(int id, long sequence) {
        longs.set(id * LONGS, sequence);
    }

    long last(int id) {
        return longs.get(id * LONGS + LAST);
    }

    void last(int id, long sequence) {
        longs.set(id * LONGS + LAST, sequence);
    }

    /** Where the name is in {@link SubjectNames}. */
    int where(int id) {
        return high(id, NAME_AND_COUNT);
    }

    void where(int id, int where) {
        high(id, NAME_AND_COUNT, where);
    }

    int count(int id) {
        return low(id, NAME_AND_COUNT);
    }

    void count(int id, int count) {
        low(id, NAME_AND_COUNT, count);
    }

    int next(int id) {
        return high(id, CHAIN);
    }

    void next(int id, int next) {
        high(id, CHAIN, next);
    }

    int previous(int id) {
        return low(id, CHAIN);
    }

    void previous(int id, int previous) {
        low(id, CHAIN, previous);
    }

    private int high(int id, int at) {
        return (int) (longs.get(id * LONGS + at) >>> 32);
    }

    private int low(int id, int at) {
        return (int) longs.get(id * LONGS + at);
    }

    private void high(int id, int at, int value) {
        longs.set(id * LONGS + at, (long) value << 32 | longs.get(id * LONGS + at) & LOW);
    }

    private void low(int id, int at, int value) {
        longs.set(id * LONGS + at, longs.get(id * LONGS + at) & ~LOW | value & LOW);
    }
}
