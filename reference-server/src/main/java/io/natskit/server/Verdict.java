// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.session.Hooks;
import java.time.Duration;
import java.util.Objects;

/** What an {@link Interceptor} wants done with a message. Immutable. */
public final class Verdict {
    private static final Verdict DELIVER = new Verdict(Hooks.Decision.DELIVER);
    private static final Verdict DROP = new Verdict(new Hooks.Decision(Hooks.Kind.DROP, 0, ""));

    private final Hooks.Decision decision;

    private Verdict(Hooks.Decision decision) {
        this.decision = decision;
    }

    /** Go on as if nobody had looked. */
    public static Verdict deliver() {
        return DELIVER;
    }

    /** Nobody gets the message and nobody is told, as if the network had lost it. */
    public static Verdict drop() {
        return DROP;
    }

    /** The message is delivered after this time (zero or more), by the server's clock; others may overtake it. */
    public static Verdict delay(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time: " + time + " (expected: >= 0)");
        }
        return new Verdict(new Hooks.Decision(Hooks.Kind.DELAY, time.toNanos(), ""));
    }

    /** Nobody gets the message, and its publisher gets {@code -ERR 'error'}. The text must fit on one line. */
    public static Verdict refuse(String error) {
        Objects.requireNonNull(error, "error");
        if (error.indexOf('\r') >= 0 || error.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("error: has a line break (expected: one line)");
        }
        return new Verdict(new Hooks.Decision(Hooks.Kind.REFUSE, 0, error));
    }

    Hooks.Decision decision() {
        return decision;
    }

    @Override
    public String toString() {
        return "Verdict[" + decision.kind() + ']';
    }
}
