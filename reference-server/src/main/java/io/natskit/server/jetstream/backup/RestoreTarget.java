// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import io.natskit.wire.jetstream.StreamState;

/** Takes what an archive holds, in its order: state, consumers, messages, end. Throws {@link RefusedArchiveException} to refuse it. */
interface RestoreTarget {
    /** The state, which was checked by itself. */
    void state(StreamState state);

    /** One of the consumers. */
    void consumer(String name, ConsumerEntry entry);

    /** Whether there may be a message of that size; called before its content is read. */
    void announce(long sequence, long headersLength, long payloadLength);

    /** A message, whose sequence is above those before it. The array belongs to the caller again after the call. */
    void message(
            byte[] subject, long sequence, long timestampNanos, byte[] content, int headersLength, int contentLength);

    /** The archive is complete. */
    void end();
}
