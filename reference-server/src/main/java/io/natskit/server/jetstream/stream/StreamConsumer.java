// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StreamConfig;

/**
 * What a consumer is to its stream. The stream tells what happens to its messages and asks what must be kept. Called on the stream's loop
 * only; a consumer lives there with all that it has.
 */
public interface StreamConsumer {
    /** Its name, one of its kind in the stream. */
    String name();

    /** Its configuration as it is now. */
    ConsumerConfig config();

    /** Messages up to that sequence may be read and delivered: they are as durable as the stream promises. */
    void committed(long lastSequence);

    /** A single message is gone: deleted, expired, past a limit, or acknowledged by everybody. {@code subject} holds during the call only. */
    void removed(long sequence, ByteRange subject);

    /**
     * Many messages are gone at once.
     *
     * @param filter what was purged
     * @param firstSequence the first sequence that is left in the stream, the next one if none is
     * @param lastSequence the last sequence of the stream
     */
    void purged(SubjectFilter filter, long firstSequence, long lastSequence);

    /** The stream has another configuration. */
    void streamUpdated(StreamConfig config);

    /** The server is about to end. */
    void serverEnds();

    /** The stream is no more: deleted for good, or the server stops. */
    void streamClosed(boolean deleted);

    /** A fault has put the stream out of service: nothing more is delivered, and its files stay as they are. */
    void streamOffline();

    /** Whether it would deliver a message of this subject: such a message is kept for it under interest and work-queue retention. */
    boolean wants(byte[] subject, int offset, int length);

    /** Whether it needs this message no more, having had it acknowledged (or delivered it, where it asks for no acks). Only of what it wants. */
    boolean hasAcknowledged(long sequence);

    /** The stream sequence up to which it needs nothing any more. */
    long ackFloor();
}
