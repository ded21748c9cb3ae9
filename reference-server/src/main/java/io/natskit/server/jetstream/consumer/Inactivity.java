// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.wire.jetstream.ConsumerConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether nobody has used a consumer for so long that it goes ({@code inactive_threshold}), and when that is to be looked at. Confined to the stream's loop. */
final class Inactivity {
    private static final long JITTER_MIN_NANOS = 100_000_000L;
    private static final long JITTER_NANOS = 900_000_000L;

    private final Surroundings around;
    private final Progress progress;
    private final @Nullable Pulls pulls;
    private final @Nullable Push push;
    /** How long it may be unused, 0 for ever. */
    private long thresholdNanos;

    /** Of a consumer that is asked by pulls, or that pushes. */
    Inactivity(Surroundings around, Terms terms, Progress progress, @Nullable Pulls pulls, @Nullable Push push) {
        this.around = around;
        this.progress = progress;
        this.pulls = pulls;
        this.push = push;
        terms(terms);
    }

    /** Other terms, from now on; with the jitter of nats-server. */
    void terms(Terms terms) {
        ConsumerConfig config = terms.config();
        long threshold = config.inactiveThreshold().toNanos();
        if (threshold <= 0) {
            thresholdNanos = 0;
        } else if (pulls == null && (terms.isDurable() || threshold != ConsumerDefaults.INACTIVE_NANOS)) {
            thresholdNanos = threshold;
        } else {
            thresholdNanos = threshold + JITTER_MIN_NANOS + Math.floorMod(around.random(), JITTER_NANOS);
        }
    }

    /** Whether the consumer goes now. */
    boolean isOver(long now) {
        if (now < dueAt(false)) {
            return false;
        }
        if (pulls != null) {
            pulls.settle(true, now);
            return pulls.isEmpty() && now >= dueAt(true);
        }
        return true;
    }

    /** When it is to be looked at again. */
    long nextDeadline(long now) {
        long due = dueAt(false);
        // somebody is waiting, or working: asked again after as long a while
        return due > now || due == Long.MAX_VALUE ? due : now + thresholdNanos;
    }

    /** When it has been unused for too long; {@code exactly} looks at the messages that are being worked on too. */
    private long dueAt(boolean exactly) {
        if (thresholdNanos == 0) {
            return Long.MAX_VALUE;
        }
        if (push != null) {
            return push.isActive() ? Long.MAX_VALUE : push.idleSinceNanos() + thresholdNanos;
        }
        Objects.requireNonNull(pulls);
        long at = pulls.lastActiveNanos() + thresholdNanos;
        if (exactly && progress.pending().size() > 0) {
            at = Math.max(at, progress.pending().lastDeadline() + thresholdNanos);
        }
        return at;
    }
}
