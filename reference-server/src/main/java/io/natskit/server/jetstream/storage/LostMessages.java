// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.List;

/**
 * Messages whose records are damaged: {@code lost} of the stream's state (row D5).
 *
 * @param sequences their sequences, rising; no longer counted in the store's messages, never given again
 * @param bytes what they counted, as far as that can still be known
 */
public record LostMessages(List<Long> sequences, long bytes) {
    /** Nothing is lost. */
    public static final LostMessages NONE = new LostMessages(List.of(), 0);

    /** Keeps a copy of the list. */
    public LostMessages {
        sequences = List.copyOf(sequences);
    }
}
