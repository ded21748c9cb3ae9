// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.SubscribeOptions;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Enters each order once, and keeps the totals that the demo is judged by: they come from what arrived, not from what was meant to. */
final class Ledger {

    private final Connection connection;
    private final List<Shop> shops;
    private final BitSet[] seen;
    private final AtomicLong entered = new AtomicLong();
    private volatile Totals received = Totals.NONE; // written by the handler alone, of which one call runs at a time
    private final AtomicLong mistakes = new AtomicLong();

    Ledger(Connection connection, List<Shop> shops) {
        this.connection = connection;
        this.shops = shops;
        this.seen = new BitSet[shops.size()];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = new BitSet();
        }
    }

    /** Confirmed and refused orders come to the same handler, one batch at a time. */
    void start() {
        connection.subscribeBatches("orders.*", SubscribeOptions.defaults(), this::enter);
        connection.flush();
    }

    private void enter(List<Message> messages) {
        Totals totals = received;
        int[] ofShop = new int[shops.size()];
        for (Message message : messages) {
            byte[] encoded = message.bytes();
            Order order = Order.parse(message.text());
            boolean confirmed = message.subject().equals("orders.confirmed");
            if (seen[order.shop()].get(order.number()) || confirmed != order.valid()) {
                mistakes.incrementAndGet();
            }
            seen[order.shop()].set(order.number());
            totals = totals.plus(order, encoded);
            ofShop[order.shop()]++;
        }
        received = totals;
        entered.addAndGet(messages.size());
        for (int i = 0; i < ofShop.length; i++) {
            shops.get(i).confirmed(ofShop[i]);
        }
    }

    long entered() {
        return entered.get();
    }

    Totals received() {
        return received;
    }

    /** Orders entered twice, or confirmed where they should be refused. */
    long mistakes() {
        return mistakes.get();
    }
}
