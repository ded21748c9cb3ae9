// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The server dies in the middle of the work, and comes back. Runs on a thread of its own, so that shops and workers meet it as they would meet any. */
final class Outage {

    private final ServerProcess server;
    private final LongSupplier entered;
    private final Thread thread = new Thread(this::happen, "outage");
    private volatile boolean down;
    private volatile @Nullable String report;
    private volatile @Nullable IOException failure;

    Outage(ServerProcess server, LongSupplier entered) {
        this.server = server;
        this.entered = entered;
    }

    /** Begins. */
    void begin() {
        thread.setDaemon(true);
        thread.start();
    }

    private void happen() {
        down = true;
        long process = server.pid();
        server.kill();
        long done = entered.getAsLong();
        long start = System.nanoTime();
        try {
            server.startAgain();
            report = String.format(
                    Locale.ROOT,
                    "The server, process %d, was killed when %,d orders were entered; process %d was ready on its files %.1f s later.",
                    process,
                    done,
                    server.pid(),
                    (System.nanoTime() - start) / 1e9);
        } catch (IOException e) {
            failure = e;
        }
        down = false;
    }

    /** While the server is gone. */
    boolean isDown() {
        return down;
    }

    /** What happened, once it is over and the server is back. */
    Optional<String> report() {
        return Optional.ofNullable(report);
    }

    /** Why the server did not come back, if it did not. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
