// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.JetStream;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes orders into the stream, each under an id of its own, and sends again what the stream has not acknowledged: it knows the id and stores the order once. No more than
 * {@link #WINDOW} are on their way to the ledger at a time.
 */
final class Shop implements Runnable {

    /** Orders on their way at a time. */
    static final int WINDOW = 1024;

    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(5);

    private final int id;
    private final JetStream stream;
    private final String subject;
    private final Semaphore window = new Semaphore(WINDOW);
    private volatile int target = Integer.MAX_VALUE;

    // by the shop's own thread
    private volatile int published;
    private volatile Totals sent = Totals.NONE;
    private final AtomicLong sentAgain = new AtomicLong();

    // by the client's threads: what was acknowledged, and what was not
    private final AtomicInteger stored = new AtomicInteger();
    private final AtomicLong duplicates = new AtomicLong();
    private final Queue<Integer> unacknowledged = new ConcurrentLinkedQueue<>();
    private final Latencies acks = new Latencies();

    Shop(int id, String name, JetStream stream) {
        this.id = id;
        this.stream = stream;
        this.subject = "orders.new." + name;
    }

    /** Publishes until the stream has acknowledged as many as the target says, or until interrupted. */
    @Override
    public void run() {
        try {
            while (stored.get() < target) {
                Integer again = unacknowledged.poll();
                if (again != null) {
                    sentAgain.incrementAndGet();
                    send(again, Order.of(id, again).encode());
                } else if (published < target && window.tryAcquire(5, TimeUnit.MILLISECONDS)) {
                    Order order = Order.of(id, published);
                    byte[] encoded = order.encode();
                    send(published, encoded);
                    sent = sent.plus(order, encoded);
                    published++;
                } else {
                    TimeUnit.MILLISECONDS.sleep(1); // nothing to do until something is acknowledged
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(int number, byte[] encoded) {
        long start = System.nanoTime();
        OutgoingMessage message = OutgoingMessage.of(subject, encoded);
        stream.async()
                .publish(message, p -> p.messageId(id + "-" + number).timeout(ACK_TIMEOUT))
                .whenComplete((ack, failure) -> {
                    if (failure != null) {
                        unacknowledged.add(number);
                        return;
                    }
                    if (ack.duplicate()) {
                        duplicates.incrementAndGet();
                    }
                    acks.add(System.nanoTime() - start);
                    stored.incrementAndGet();
                });
    }

    /** The ledger has entered so many orders of this shop. */
    void entered(int orders) {
        window.release(orders);
    }

    /** How many orders to publish in all. */
    void target(int orders) {
        target = orders;
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

    /** How often an order was sent again by the shop, since its acknowledgement did not come in time. */
    long sentAgain() {
        return sentAgain.get();
    }

    /** How often the stream answered that it has the order already. */
    long duplicates() {
        return duplicates.get();
    }

    /** How long acknowledgements took. */
    Latencies acks() {
        return acks;
    }
}
