// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import org.jspecify.annotations.Nullable;

/** What a consumer needs of the server around it. Everything is called on the consumer's loop and answers at once. */
interface Surroundings {
    /** The messages of the stream. */
    MessageStore messages();

    /** The last sequence that may be delivered. */
    long lastSequence();

    /** The time, comparable with itself only. */
    long nowNanos();

    /** The time in nanoseconds since 1970. */
    long wallNanos();

    /** Whether somebody gets what is sent there. */
    boolean hasInterest(byte[] subject);

    /** Whether there is a subscription to exactly that subject, in exactly that queue group where one is named. */
    boolean isSubscribed(byte[] subject, byte @Nullable [] queueGroup);

    /** A number that changes whenever interest does. */
    long interestGeneration();

    /**
     * Sends a message of the stream. It goes to {@code to} and is shown as {@code subject}. All arrays are copied.
     *
     * @return how many got it
     */
    int deliver(
            byte[] to,
            ByteRange subject,
            byte[] reply,
            int replyLength,
            byte[] header,
            int headerOffset,
            int headerLength,
            byte[] payload,
            int payloadOffset,
            int payloadLength);

    /** Sends a message of the server's own; empty arrays for what there is none of. */
    void send(byte[] to, byte[] reply, byte[] header, byte[] payload);

    /** For whoever looks on: a message went out, for the {@code deliveries}-th time. */
    void consumed(StoredMessage message, long deliveries);

    /** For whoever looks on: somebody says what became of a message; of no interest unless it is pending. */
    void answered(AckKind kind, long sequence, long deliveries);

    /** The consumer does not need that message any more: interest and work queue retention. */
    void acknowledged(long sequence);

    /** Has {@link Consumer#turn} called at that time, or earlier. */
    void wakeAt(long nanos);

    /** Has {@link Consumer#turn} called soon, after what else is to be done. */
    void wake();

    /** The consumer's store was told something: runs {@code action} once that is safe, with null, or with the reason if it will never be. */
    void whenSafe(java.util.function.Consumer<@Nullable RuntimeException> action);

    /** Makes changes safe: now, or as soon as the disk says so. */
    void commit();

    /** Nobody has used the consumer for so long that it is to be deleted. */
    void vanish();

    /** A random number. */
    long random();
}
