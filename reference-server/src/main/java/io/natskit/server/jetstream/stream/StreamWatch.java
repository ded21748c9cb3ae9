// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.StoredMessage;

/** Looks on at what streams and consumers do: for journals of tests. Called on the stream's loop; a message holds during the call only. */
public interface StreamWatch {
    /** A stream has taken a message in. */
    void stored(Stream stream, StoredMessage message, long sequence);

    /** A consumer has sent a message, for the {@code deliveries}-th time. */
    void consumed(Stream stream, String consumer, StoredMessage message, long deliveries);

    /** Somebody says what became of a message that its consumer waits for, by that word. */
    void acknowledged(Stream stream, String consumer, StoredMessage message, String word, long deliveries);
}
