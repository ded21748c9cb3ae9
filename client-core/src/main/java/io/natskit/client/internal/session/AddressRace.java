// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.internal.transport.Link;
import io.natskit.client.internal.transport.LinkEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries the addresses of one server: the next when an attempt has failed, or when it has taken for long (RFC 8305 §5: the attempts before go on meanwhile). The first that
 * connects wins, the others are closed. I/O thread.
 */
final class AddressRace {
    /** RFC 8305 §5: the recommended delay between attempts. */
    static final long STAGGER_NANOS = 250_000_000;

    /** Begins an attempt. */
    interface Opener {
        /** Opens a link; what happens on it goes to {@code events}. */
        Link open(InetAddress address, LinkEvents events) throws IOException;
    }

    /** Timers. */
    interface Clock {
        /** Runs {@code task} after a while, unless what is returned is run before. */
        Runnable after(long nanos, Runnable task);
    }

    private static final Runnable NOTHING = () -> {};

    private final ArrayDeque<InetAddress> left;
    private final long staggerNanos;
    private final Clock clock;
    private final Opener opener;
    private final Dialer.Outcome outcome;
    private final List<Attempt> running = new ArrayList<>();
    private Runnable cancelTimer = NOTHING;
    private @Nullable Attempt winner;
    private boolean over;
    private @Nullable Throwable lastFailure;

    /**
     * A race that has not begun.
     *
     * @param order the addresses, the first to be tried first
     * @param staggerNanos how long an attempt goes on alone; 0: until it has failed
     */
    AddressRace(List<InetAddress> order, long staggerNanos, Clock clock, Opener opener, Dialer.Outcome outcome) {
        this.left = new ArrayDeque<>(order);
        this.staggerNanos = staggerNanos;
        this.clock = clock;
        this.opener = opener;
        this.outcome = outcome;
    }

    /** Begins; not to be called again. */
    void start() {
        next();
    }

    /** Closes what is being opened; nothing more is told. What has won is its owner's. */
    void cancel() {
        over = true;
        cancelTimer.run();
        List<Attempt> open = List.copyOf(running);
        running.clear();
        open.forEach(Attempt::close);
    }

    private void next() {
        cancelTimer.run();
        cancelTimer = NOTHING;
        while (!over) {
            InetAddress address = left.poll();
            if (address == null) {
                giveUpIfAlone();
                return;
            }
            Attempt attempt = new Attempt();
            try {
                attempt.link = opener.open(address, attempt);
                running.add(attempt);
            } catch (IOException | RuntimeException e) {
                lastFailure = e;
                continue;
            }
            if (staggerNanos > 0 && !left.isEmpty()) {
                cancelTimer = clock.after(staggerNanos, this::next);
            }
            return;
        }
    }

    private void giveUpIfAlone() {
        if (running.isEmpty()) {
            over = true;
            Throwable failure = lastFailure;
            outcome.unreachable(failure == null ? new IOException("no usable address") : failure);
        }
    }

    private final class Attempt implements LinkEvents {
        private @Nullable Link link;

        private void close() {
            Link open = link;
            if (open != null) {
                open.close();
            }
        }

        @Override
        public void connected() {
            Link open = link;
            if (over || open == null) {
                close();
                return;
            }
            winner = this;
            running.remove(this);
            cancel();
            open.redirect(outcome);
            outcome.opening(open);
            outcome.connected();
        }

        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            if (this == winner) {
                outcome.bytes(buffer, offset, length);
            }
        }

        @Override
        public void writable() {
            if (this == winner) {
                outcome.writable();
            }
        }

        @Override
        public void closed(IOException cause) {
            if (this == winner) {
                outcome.closed(cause);
            } else if (running.remove(this) && !over) {
                lastFailure = cause;
                next();
            }
        }
    }
}
