// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.wire.GoDuration;
import io.natskit.wire.jetstream.JetStreamError;
import java.time.Duration;

/** How long a message lives, as {@code Nats-TTL} says it (PB-06): whole seconds, a duration as in Go, or {@code never}. Pure. */
final class MessageTtl {
    /** The message outlives the stream's maximal age. */
    static final long NEVER = -1;

    private MessageTtl() {}

    /** Seconds, {@link #NEVER}, or 0 for none. Throws {@link ApiException} for what is no TTL. */
    static long seconds(String text) {
        if (text.equalsIgnoreCase("never")) {
            return NEVER;
        }
        Duration duration = null;
        try {
            duration = GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            // a plain number, then
        }
        if (duration != null) {
            if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new ApiException(JetStreamError.MESSAGE_TTL_INVALID);
            }
            return duration.toSeconds();
        }
        long seconds = Numbers.lenient(text);
        if (seconds < 0) {
            throw new ApiException(JetStreamError.MESSAGE_TTL_INVALID);
        }
        return seconds;
    }

    /** As {@link #seconds}, with 0 for what is no TTL. */
    static long secondsOrZero(String text) {
        try {
            return seconds(text);
        } catch (ApiException e) {
            return 0;
        }
    }
}
