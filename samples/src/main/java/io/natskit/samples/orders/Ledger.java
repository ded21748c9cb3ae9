// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Enters each order once, however often it comes, and keeps the totals that the demo is judged by: they come from what arrived, not from what was meant to. For use by all
 * workers at once.
 */
final class Ledger {

    private final List<Shop> shops;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by the lock
    private final BitSet[] seen;
    private Totals received = Totals.NONE;
    private long again;

    Ledger(List<Shop> shops) {
        this.shops = shops;
        this.seen = new BitSet[shops.size()];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = new BitSet();
        }
    }

    /** Enters an order, unless it was entered before. */
    void enter(Order order, byte[] encoded) {
        lock.lock();
        try {
            if (seen[order.shop()].get(order.number())) {
                again++;
                return;
            }
            seen[order.shop()].set(order.number());
            received = received.plus(order, encoded);
        } finally {
            lock.unlock();
        }
        shops.get(order.shop()).entered(1);
    }

    /** What was entered. */
    Totals received() {
        lock.lock();
        try {
            return received;
        } finally {
            lock.unlock();
        }
    }

    /** How many orders are entered. */
    long entered() {
        return received().orders();
    }

    /** Deliveries of orders that were entered before. */
    long again() {
        lock.lock();
        try {
            return again;
        } finally {
            lock.unlock();
        }
    }
}
