// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.wire.GoDuration;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Asks about one of the server's own certificates again before the last answer ends, and ends the server if it is to. Waits on a loop, asks on threads that may wait. */
final class StapleWatch {
    private static final Duration UNDATED = Duration.ofHours(24);
    private static final Duration AT_LEAST = Duration.ofMinutes(2);
    /** Answers may be for thousands of years, by which no timer can be set. */
    private static final Duration AT_MOST = Duration.ofDays(36_500);
    /** Of the only kind of connection that there is. */
    private static final String KIND = "Client";

    private final OwnStatus status;
    private final TlsSurroundings around;
    private final LoopTimer timer = new LoopTimer(() -> work(this::renew));
    private volatile boolean stopped;

    StapleWatch(OwnStatus status, TlsSurroundings around) {
        this.status = status;
        this.around = around;
    }

    OwnStatus status() {
        return status;
    }

    void start() {
        around.journal().notice("OCSP Stapling enabled for " + KIND + " connections");
        work(this::found);
    }

    void stop() {
        stopped = true;
        around.loop().execute(() -> around.loop().cancel(timer));
    }

    private void found() {
        String of = "Found OCSP status for " + KIND + " certificate at '" + status.certFile() + "': ";
        try {
            OcspAnswer answer = status.current();
            if (answer.status().equals(OcspAnswer.GOOD)) {
                good(of, answer);
                return;
            }
            if (status.endsServer()) {
                end(of + answer.status());
                return;
            }
        } catch (IOException e) {
            // told by the next question
        }
        renew();
    }

    private void renew() {
        String of = "Received OCSP status for " + KIND + " certificate '" + status.certFile() + "': ";
        try {
            OcspAnswer answer = status.renew();
            if (answer.status().equals(OcspAnswer.GOOD)) {
                good(of, answer);
            } else if (status.endsServer()) {
                end(of + answer.status());
            } else {
                // nobody takes that back
                around.journal().error(of + answer.status());
            }
        } catch (IOException e) {
            Duration next = untilNext(status.answer());
            around.journal()
                    .error("Bad OCSP status update for certificate '" + status.certFile() + "': " + e.getMessage()
                            + ", trying again in " + GoDuration.format(next));
            again(next);
        }
    }

    private void good(String of, OcspAnswer answer) {
        Duration next = untilNext(answer);
        around.journal()
                .notice(of + "good, next update " + (answer.until() == null ? "any time" : answer.until())
                        + ", checking again in " + GoDuration.format(next));
        again(next);
    }

    private void end(String line) {
        around.journal().error(line);
        if (!stopped) {
            around.end().run();
        }
    }

    /** Half of what is left. */
    private Duration untilNext(@Nullable OcspAnswer answer) {
        Instant until = answer == null ? null : answer.until();
        if (until == null) {
            return UNDATED;
        }
        Duration half = Duration.between(around.clock().get(), until).dividedBy(2);
        if (half.isNegative()) {
            return AT_LEAST;
        }
        return half.compareTo(AT_MOST) > 0 ? AT_MOST : half;
    }

    private void again(Duration in) {
        around.loop().execute(() -> {
            if (!stopped) {
                around.loop().schedule(timer, in.toNanos());
            }
        });
    }

    private void work(Runnable what) {
        if (stopped) {
            return;
        }
        try {
            around.work().execute(what);
        } catch (RejectedExecutionException e) {
            // the server ends, or there is much to do
            again(AT_LEAST);
        }
    }
}
