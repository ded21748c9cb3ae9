// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.terminal.Latencies;
import io.natskit.cli.terminal.Progress;
import java.time.Duration;

/** What one client of a measurement counts. Its own thread counts, or its connection's; whoever started it reads it afterwards. */
final class Worker {
    private static final int STEP = 256;

    private final long share;
    private final Progress progress;
    private final Latencies latencies = new Latencies();
    private long done;
    private long shown;
    private long firstNanos;
    private long lastNanos;

    Worker(long share, Progress progress) {
        this.share = share;
        this.progress = progress;
    }

    /** One whose count nobody looks at. */
    static Worker unseen(long share) {
        return new Worker(share, Progress.none());
    }

    /** How many messages are its share. */
    long share() {
        return share;
    }

    /** Time runs from now on. */
    void begin() {
        firstNanos = System.nanoTime();
    }

    /** Time runs no more. */
    void end() {
        lastNanos = System.nanoTime();
        progress.step(done - shown);
        shown = done;
    }

    /** One message is done. */
    void count() {
        if (++done - shown == STEP) {
            progress.step(STEP);
            shown = done;
        }
    }

    /** One message is done, and took so long. */
    void count(long nanos) {
        latencies.record(nanos);
        count();
    }

    /** How many are done. */
    long done() {
        return done;
    }

    /** When it began. */
    long firstNanos() {
        return firstNanos;
    }

    /** When it ended. */
    long lastNanos() {
        return lastNanos;
    }

    /** How long they took, where that was measured. */
    Latencies latencies() {
        return latencies;
    }

    /** How long it worked. */
    Duration time() {
        return Duration.ofNanos(Math.max(1, lastNanos - firstNanos));
    }
}
