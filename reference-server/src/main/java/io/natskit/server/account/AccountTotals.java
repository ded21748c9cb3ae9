// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.account;

import java.util.concurrent.atomic.LongAdder;

/** What connections that left an account had counted there. Any thread. */
public final class AccountTotals {
    private final LongAdder inMessages = new LongAdder();
    private final LongAdder inBytes = new LongAdder();
    private final LongAdder outMessages = new LongAdder();
    private final LongAdder outBytes = new LongAdder();
    private final LongAdder slowConsumers = new LongAdder();

    AccountTotals() {}

    /** Adds what a connection leaves behind. */
    public void left(Traffic traffic) {
        inMessages.add(traffic.inMessages());
        inBytes.add(traffic.inBytes());
        outMessages.add(traffic.outMessages());
        outBytes.add(traffic.outBytes());
    }

    /** Counts one that fell behind. */
    public void slowConsumer() {
        slowConsumers.increment();
    }

    /** What was left behind so far. */
    public Traffic traffic() {
        return new Traffic(inMessages.sum(), inBytes.sum(), outMessages.sum(), outBytes.sum());
    }

    /** How many fell behind. */
    public long slowConsumers() {
        return slowConsumers.sum();
    }
}
