// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.JetStreamMessage;

/**
 * Takes orders as one of those who share a durable consumer: each order goes to one of them. Has it entered, then acknowledges it and asks for a confirmation; an order whose
 * acknowledgement got lost comes again.
 */
final class Worker {

    private final ConsumerHandle consumer;
    private final Ledger ledger;

    Worker(ConsumerHandle consumer, Ledger ledger) {
        this.consumer = consumer;
        this.ledger = ledger;
    }

    /** Begins; to be closed by the caller. */
    AutoCloseable start() {
        return consumer.consume(this::handle);
    }

    private void handle(JetStreamMessage message) {
        ledger.enter(Order.parse(message.text()), message.bytes());
        message.ackAsync(); // if it fails, the order comes again, and the ledger knows it
    }
}
