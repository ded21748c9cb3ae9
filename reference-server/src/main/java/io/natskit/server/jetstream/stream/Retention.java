// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.wire.jetstream.RetentionPolicy;

/**
 * Which messages of a stream go because no consumer needs them any more, where its retention is interest or work queue. What goes is proposed as a
 * {@link Command.Acknowledged}. Confined to the stream's loop.
 */
final class Retention {
    private final Stream stream;
    private final MessageStore store;
    private final ConsumerSet consumers;
    private final StreamMachine machine;
    private final StoredMessage scratch = new StoredMessage();

    Retention(Stream stream, ConsumerSet consumers, StreamMachine machine) {
        this.stream = stream;
        this.store = stream.store();
        this.consumers = consumers;
        this.machine = machine;
    }

    /** A consumer needs that message no more: it goes if that was the last one. */
    void acknowledged(long sequence) {
        if (stream.rules().retention == RetentionPolicy.LIMITS || sequence < store.firstSequence()) {
            return;
        }
        if (store.read(sequence, scratch) && !consumers.need(sequence, scratch.subject())) {
            stream.changes().propose(new Command.Acknowledged(sequence));
        }
    }

    /** A consumer is no more: what only it needed goes. */
    void removed(StreamConsumer consumer) {
        if (stream.rules().retention == RetentionPolicy.INTEREST) {
            drop(consumers.isEmpty() ? 1 : aboveFloor(consumer));
        }
    }

    /** A consumer wants other messages than before: what nobody wants any more goes. */
    void narrowed(StreamConsumer consumer) {
        if (stream.rules().retention == RetentionPolicy.INTEREST) {
            drop(aboveFloor(consumer));
        }
    }

    /** A consumer may have kept alive what is above its floor. */
    private static long aboveFloor(StreamConsumer consumer) {
        return Math.max(1, consumer.ackFloor());
    }

    private void drop(long from) {
        machine.eachUnneeded(from, sequence -> stream.changes().propose(new Command.Acknowledged(sequence)));
        stream.changes().batchEnded();
    }
}
