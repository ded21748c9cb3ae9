// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.StoredMessage;
import java.time.Instant;

/** When a message of a backup goes by a TTL of its own, counted from when it was first stored (JA-12, PB-06). Pure. */
public final class RestoredTtl {
    private static final long SECOND = 1_000_000_000L;

    private RestoredTtl() {}

    /** Nanoseconds since 1970, or {@link StoredMessage#NEVER}; also for a header that is no TTL. */
    public static long expiresNanos(byte[] headers, int length, long storedNanos) {
        String text = HeaderBlock.text(headers, 0, length, HeaderNames.TTL);
        long seconds = text == null ? 0 : MessageTtl.secondsOrZero(text);
        if (seconds <= 0) {
            return StoredMessage.NEVER;
        }
        return seconds > (Long.MAX_VALUE - Math.max(0, storedNanos)) / SECOND
                ? Long.MAX_VALUE
                : storedNanos + seconds * SECOND;
    }

    /** A time in nanoseconds since 1970. */
    public static long nanos(Instant time) {
        return Expiry.epochNanos(time);
    }
}
