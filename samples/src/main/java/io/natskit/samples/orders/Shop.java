// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.Subject;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Publishes orders as fast as they are confirmed: no more than {@link #WINDOW} are on their way at a time, which is how a producer keeps step with its consumers in core
 * NATS. Every thousandth order is a request, and the shop waits for its receipt.
 */
final class Shop implements Runnable {

    /** Orders on their way at a time. */
    static final int WINDOW = 4096;

    private static final int STEP = 64;
    private static final int RECEIPT_EVERY = 1000;

    private final int id;
    private final Connection connection;
    private final Subject subject;
    private final Semaphore window = new Semaphore(WINDOW);
    private volatile int target = Integer.MAX_VALUE;
    private volatile int published;
    private Totals sent = Totals.NONE;
    private final Latencies receipts = new Latencies();

    Shop(int id, String name, Connection connection) {
        this.id = id;
        this.connection = connection;
        this.subject = Subject.of("orders.new." + name);
    }

    /** Publishes until it has reached its target or is interrupted. */
    @Override
    public void run() {
        int number = 0;
        while (number < target) {
            if (number % STEP == 0) {
                window.acquireUninterruptibly(STEP);
            }
            Order order = Order.of(id, number);
            byte[] encoded = order.encode();
            if (number % RECEIPT_EVERY == 0) {
                request(order, encoded);
            } else {
                connection.publish(subject, encoded);
            }
            sent = sent.plus(order, encoded);
            published = ++number;
        }
        connection.flush();
    }

    private void request(Order order, byte[] encoded) {
        long start = System.nanoTime();
        Message receipt = connection.request(subject, encoded, Duration.ofSeconds(10));
        receipts.add(System.nanoTime() - start);
        String expected = order.valid() ? "accepted " + order.number() : "refused " + order.number();
        if (!receipt.text().equals(expected)) {
            throw new AssertionError("receipt: " + receipt.text() + " (expected: " + expected + ")");
        }
    }

    /** The ledger has entered so many orders of this shop. */
    void confirmed(int orders) {
        window.release(orders);
    }

    /** How many orders to publish in all; a multiple of the step. */
    void target(int orders) {
        target = (orders + STEP - 1) / STEP * STEP;
    }

    int published() {
        return published;
    }

    int target() {
        return target;
    }

    /** What was sent; to be read when the shop has ended. */
    Totals sent() {
        return sent;
    }

    Latencies receipts() {
        return receipts;
    }
}
