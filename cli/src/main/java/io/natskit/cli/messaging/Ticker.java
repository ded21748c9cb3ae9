// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.messaging;

import io.natskit.cli.terminal.RateGraph;
import io.natskit.cli.terminal.Terminal;
import java.time.Instant;
import java.util.function.LongSupplier;

/** Draws a rate once a second, where it is wanted. Confined to one thread. */
final class Ticker {
    private final RateGraph graph;
    private final boolean wanted;
    private final LongSupplier count;
    private long before;

    Ticker(Terminal terminal, boolean wanted, String title, LongSupplier count) {
        this.graph = new RateGraph(terminal, title);
        this.wanted = wanted;
        this.count = count;
    }

    /** A second is over. */
    void second() {
        long now = count.getAsLong();
        if (wanted) {
            graph.add(now - before, Instant.now());
        }
        before = now;
    }
}
