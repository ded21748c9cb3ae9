// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/** Hears of each message that a call removes, in the order of their sequences, during the call. It must not call the store. */
@FunctionalInterface
public interface Removals {
    /** Hears nothing; with it a store need not visit each message of a range. */
    Removals IGNORED = (sequence, subject, bytes) -> {};

    /** A message is gone. {@code subject} is valid during the call only; {@code bytes} is what it counted in {@link MessageStore#bytes()}. */
    void removed(long sequence, ByteRange subject, long bytes);
}
