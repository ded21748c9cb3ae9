// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/** A sink that takes so many bytes and no more, until told to. */
public final class FakeSink implements Sink {
    private final ReentrantLock lock = new ReentrantLock();
    private final StringBuilder taken = new StringBuilder();
    private long room;
    private boolean broken;
    volatile boolean awaited;
    volatile int wakes;
    volatile int laterWakes;
    volatile int writes;

    /** One that takes so many bytes at first. */
    public FakeSink(long room) {
        this.room = room;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        lock.lock();
        try {
            if (broken) {
                throw new IOException("cut");
            }
            writes++;
            int n = (int) Math.min(room, bytes.remaining());
            byte[] some = new byte[n];
            bytes.get(some);
            taken.append(new String(some, StandardCharsets.ISO_8859_1));
            room -= n;
            return n;
        } finally {
            lock.unlock();
        }
    }

    void give(long more) {
        lock.lock();
        try {
            room += more;
        } finally {
            lock.unlock();
        }
    }

    void cut() {
        lock.lock();
        try {
            broken = true;
        } finally {
            lock.unlock();
        }
    }

    String taken() {
        lock.lock();
        try {
            return taken.toString();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void awaitWritable() {
        awaited = true;
    }

    @Override
    public void wake() {
        wakes++;
    }

    @Override
    public void wakeLater(long nanos) {
        laterWakes++;
    }

    @Override
    public void broken(IOException cause) {
        awaited = true;
    }
}
