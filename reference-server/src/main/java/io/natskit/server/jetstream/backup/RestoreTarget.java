// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import io.natskit.wire.jetstream.StreamState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Takes what an archive holds, in its order: state, consumers, messages, end. Throws {@link RefusedArchiveException} to refuse it. */
interface RestoreTarget {
    /** The stream's name, and when it was made, null if it is not known; where the archive has them (version 1). */
    void named(String name, @Nullable Instant created);

    /** The state, which was checked by itself; empty where the archive has it at its end (version 1). */
    void state(StreamState state);

    /** One of the consumers; {@code created} is null where the archive does not say when it was made (version 2). */
    void consumer(String name, ConsumerEntry entry, @Nullable Instant created);

    /** Whether there may be a message of that size; called before its content is read. */
    void announce(long sequence, long headersLength, long payloadLength);

    /** A message, whose sequence is above those before it. The array belongs to the caller again after the call. */
    void message(
            byte[] subject, long sequence, long timestampNanos, byte[] content, int headersLength, int contentLength);

    /** A message that came before, or never, is gone (version 1). */
    void gone(long sequence);

    /** The first and the last sequence that the stream had, and when that was, 0 if it is not known; nothing below the first is there any more (version 1). */
    void bounds(long first, long last, long lastNanos);

    /** The archive is complete. */
    void end();
}
