// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.wire.Nuid;
import org.jspecify.annotations.Nullable;

/** The client that a consumer of the policy {@code pinned_client} is bound to, until it is silent for too long (PL-04). Confined to the consumer's loop. */
final class Pin {
    private final Notices notices;
    private final Surroundings around;
    private @Nullable String id;
    private String group = "";
    private long untilNanos = Long.MAX_VALUE;
    private long sinceWallNanos;

    Pin(Surroundings around, Notices notices) {
        this.around = around;
        this.notices = notices;
    }

    boolean isTaken() {
        return id != null;
    }

    boolean isClaimedBy(@Nullable String claimed) {
        return id != null && id.equals(claimed);
    }

    /** The id of the pinned client, or null. */
    @Nullable
    String id() {
        return id;
    }

    /** Since when, in nanoseconds since 1970. */
    long sinceWallNanos() {
        return sinceWallNanos;
    }

    /** When the pin ends by itself. */
    long untilNanos() {
        return untilNanos;
    }

    /** Pins the client of a request that names a group. */
    void assign(WaitingPull request, long timeoutNanos, long nowNanos) {
        String named = request.terms().group();
        if (named == null || named.isEmpty()) {
            return;
        }
        String fresh = Nuid.next();
        id = fresh;
        group = named;
        sinceWallNanos = around.wallNanos();
        request.pin(fresh);
        extend(timeoutNanos, nowNanos);
        notices.pinned(named, fresh);
    }

    /** The pinned client was heard. */
    void extend(long timeoutNanos, long nowNanos) {
        untilNanos = nowNanos + timeoutNanos;
    }

    /** Nobody is pinned any more. */
    void release() {
        id = null;
        untilNanos = Long.MAX_VALUE;
        sinceWallNanos = 0;
    }

    /** Ends the pin if its time is over; true if it did. */
    boolean expire(long nowNanos) {
        if (id == null || untilNanos > nowNanos) {
            return false;
        }
        release();
        notices.unpinned(group, "timeout");
        return true;
    }
}
