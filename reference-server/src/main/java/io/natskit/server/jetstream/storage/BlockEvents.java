// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/** What a block says, record after record; told by its bytes or by its summary. */
interface BlockEvents {
    /** A whole message. The subject is valid during the call. */
    void message(long sequence, ByteRange subject, int position, int length, int flags, long expiresNanos);

    /** Sequences without a message. */
    void deleted(long first, long last);

    /** Everything below {@code first} is gone, {@code last} was given, or is with the messages that follow. */
    void state(long first, long last, long lastTimestampNanos);

    /** A message that was overwritten. */
    void erased(long sequence);

    /** When the last message was stored, of those told so far. */
    void stored(long timestampNanos);

    /** A message whose head is whole and whose body is not. */
    void damagedMessage(long sequence, int length, int flags, int position);

    /** Bytes that are no record; whatever they were has to be told from the sequences that are missing. */
    void damagedBytes(int position, int length);
}
