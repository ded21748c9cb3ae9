// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.gather;

import io.natskit.client.Message;
import io.natskit.client.RepliesEnd;
import io.natskit.client.RequestManyOptions;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** When a request for many replies ends. Pure: messages and {@code nowNanos} in. For one thread at a time. */
final class Gathering {

    private static final int NO_RESPONDERS = 503;

    private final RequestManyOptions options;
    private final long deadlineNanos;
    private final long stallNanos;
    private long lastReplyNanos;
    private int replies;
    private @Nullable RepliesEnd end;

    Gathering(RequestManyOptions options, Duration standardTimeout, long nowNanos) {
        this.options = options;
        this.deadlineNanos =
                nowNanos + options.timeout().orElse(standardTimeout).toNanos();
        this.stallNanos = options.stall().map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }

    /** When time is up whatever comes. */
    long deadlineNanos() {
        return deadlineNanos;
    }

    /** How long to wait for the next reply; not more than zero once time is up. The gap counts from the first reply on. */
    long waitNanos(long nowNanos) {
        long left = deadlineNanos - nowNanos;
        if (replies == 0 || stallNanos == Long.MAX_VALUE) {
            return left;
        }
        return Math.min(left, lastReplyNanos + stallNanos - nowNanos);
    }

    /** Takes a reply; true when it is to be handed out. May end it. */
    boolean take(Message reply, long nowNanos) {
        if (end != null) {
            return false;
        }
        if (replies == 0 && reply.size() == 0 && reply.headers().statusCode() == NO_RESPONDERS) {
            end = RepliesEnd.NO_RESPONDERS;
            return false;
        }
        @Nullable Predicate<Message> sentinel = options.sentinel().orElse(null);
        if (sentinel != null && sentinel.test(reply)) {
            end = RepliesEnd.SENTINEL;
            return false;
        }
        replies++;
        lastReplyNanos = nowNanos;
        if (options.maxReplies() > 0 && replies >= options.maxReplies()) {
            end = RepliesEnd.MAX_REPLIES;
        }
        return true;
    }

    /** No reply came for as long as {@link #waitNanos} said. */
    void timeUp(long nowNanos) {
        end(deadlineNanos - nowNanos <= 0 ? RepliesEnd.TIMEOUT : RepliesEnd.STALL);
    }

    /** Ends it, unless it has ended. */
    void end(RepliesEnd why) {
        if (end == null) {
            end = why;
        }
    }

    /** What ended it; null while replies may come. */
    @Nullable
    RepliesEnd end() {
        return end;
    }
}
