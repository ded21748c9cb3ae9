// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.Subject;
import io.natskit.client.SubscribeOptions;
import java.util.concurrent.atomic.AtomicLong;

/** Takes orders as a member of the queue group, checks them, passes them on as confirmed or refused, and gives a receipt to those who asked for one. */
final class Worker {

    private static final Subject CONFIRMED = Subject.of("orders.confirmed");
    private static final Subject REFUSED = Subject.of("orders.refused");

    private final Connection connection;
    private final AtomicLong handled = new AtomicLong();

    Worker(Connection connection) {
        this.connection = connection;
    }

    void start() {
        connection.subscribe("orders.new.*", SubscribeOptions.queue("workers"), this::handle);
        connection.flush();
    }

    private void handle(Message message) {
        Order order = Order.parse(message.text());
        connection.publish(order.valid() ? CONFIRMED : REFUSED, message.bytes());
        if (message.wantsReply()) {
            message.reply((order.valid() ? "accepted " : "refused ") + order.number());
        }
        handled.incrementAndGet();
    }

    long handled() {
        return handled.get();
    }
}
