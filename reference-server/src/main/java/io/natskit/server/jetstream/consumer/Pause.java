// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

/** Whether a consumer delivers nothing until a time that was asked for ({@code pause_until}), and when that ends. Confined to the consumer's loop. */
final class Pause {
    private final Surroundings around;
    private final Notices notices;
    private Terms terms;
    private boolean on;

    Pause(Surroundings around, Notices notices, Terms terms) {
        this.around = around;
        this.notices = notices;
        this.terms = terms;
        this.on = isWanted();
    }

    private boolean isWanted() {
        long until = terms.pauseUntilWallNanos();
        return until != 0 && around.wallNanos() < until;
    }

    boolean isOn() {
        return on;
    }

    /** Other terms, from now on; a pause that begins, ends or gets another end is told of. */
    void terms(Terms updated) {
        boolean changed = terms.pauseUntilWallNanos() != updated.pauseUntilWallNanos();
        terms = updated;
        if (changed) {
            become(isWanted());
        }
    }

    /** Ends it when its time has come. */
    void endIfOver() {
        if (on && !isWanted()) {
            become(false);
        }
    }

    private void become(boolean now) {
        on = now;
        notices.paused(now, terms.config().pauseUntil().orElse(null));
    }

    /** When {@link #endIfOver} has something to do. */
    long nextDeadline(long now) {
        return on ? now + Math.max(0, terms.pauseUntilWallNanos() - around.wallNanos()) : Long.MAX_VALUE;
    }
}
