// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** What went wrong lately: the newest slow consumers, errors and warnings, of which each is a line of the log too. Any thread. */
public final class Troubles {
    /** How many are remembered. */
    public static final int KEPT_MAX = 256;

    private static final int TEXT_MAX = 512;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Trouble> kept = new ArrayDeque<>();

    /** What kind of trouble. */
    public enum Kind {
        /** A client did not take what it was sent. */
        SLOW_CONSUMER,
        /** Something looks wrong. */
        WARNING,
        /** Something went wrong. */
        ERROR
    }

    /**
     * One of them.
     *
     * @param at when
     * @param kind of what kind
     * @param text the line of the log, shortened if it is long
     */
    public record Trouble(Instant at, Kind kind, String text) {}

    /** None yet; {@code clock} tells when each came. */
    public Troubles(InstantSource clock) {
        this.clock = clock;
    }

    /** Remembers one more; the oldest is forgotten past the bound. */
    public void add(Kind kind, String text) {
        String shown = text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "…" : text;
        Trouble one = new Trouble(clock.instant(), kind, shown);
        lock.lock();
        try {
            if (kept.size() == KEPT_MAX) {
                kept.pollFirst();
            }
            kept.addLast(one);
        } finally {
            lock.unlock();
        }
    }

    /** Those that are not older than {@code since}, the newest first. */
    public List<Trouble> since(Instant since) {
        List<Trouble> found = new ArrayList<>();
        lock.lock();
        try {
            kept.descendingIterator().forEachRemaining(one -> {
                if (!one.at().isBefore(since)) {
                    found.add(one);
                }
            });
        } finally {
            lock.unlock();
        }
        return found;
    }
}
