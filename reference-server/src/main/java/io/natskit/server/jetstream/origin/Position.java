// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

/**
 * How far the copy of an origin has come: the last sequence of the origin that was seen, and of the hidden consumer. Tells what a delivered
 * message is. Pure; confined to its owner's thread.
 */
final class Position {
    /** What a message is to the copy. */
    enum Step {
        /** The next one. */
        NEXT,
        /** The next one, after sequences that the origin does not have or that are not asked for. */
        AFTER_GAP,
        /** It was seen before. */
        OLD,
        /** One before it did not arrive: the consumer has to begin again. */
        LOST,
        /** It belongs to nothing that is known, and is left out. */
        STRAY
    }

    private long stream;
    private long consumer;
    private long streamBefore;
    private long consumerBefore;

    /** The last sequence of the origin that was seen. */
    long stream() {
        return stream;
    }

    /** The last sequence of the consumer that was seen. */
    long consumer() {
        return consumer;
    }

    /** A consumer begins behind that sequence of the origin. */
    void begin(long streamSequence) {
        stream = streamSequence;
        consumer = 0;
        note();
    }

    private void note() {
        streamBefore = stream;
        consumerBefore = consumer;
    }

    /** The message of the last step came to nothing: as if it had not been seen. */
    void undo() {
        stream = streamBefore;
        consumer = consumerBefore;
    }

    /** A message for a copy that keeps the origin's sequences. */
    Step mirrored(long streamSequence, long consumerSequence) {
        note();
        if (streamSequence <= stream) {
            return old(consumerSequence);
        }
        if (streamSequence == stream + 1) {
            stream = streamSequence;
            consumer = consumerSequence;
            return Step.NEXT;
        }
        if (consumerSequence != consumer + 1) {
            return Step.LOST;
        }
        stream = streamSequence;
        consumer = consumerSequence;
        return Step.AFTER_GAP;
    }

    /** A message for a copy that numbers anew. */
    Step sourced(long streamSequence, long consumerSequence) {
        note();
        if (streamSequence <= stream) {
            return old(consumerSequence);
        }
        if (consumerSequence == consumer + 1) {
            boolean gap = streamSequence > stream + 1;
            stream = streamSequence;
            consumer = consumerSequence;
            return gap ? Step.AFTER_GAP : Step.NEXT;
        }
        return consumerSequence > consumer ? Step.LOST : Step.STRAY;
    }

    private Step old(long consumerSequence) {
        if (consumerSequence == consumer + 1) {
            consumer = consumerSequence;
        }
        return Step.OLD;
    }

    /** Whether a heartbeat tells of a delivery that did not arrive; {@code consumerSequence} is 0 where it tells of none. */
    boolean misses(long consumerSequence) {
        return consumerSequence > 0 && consumerSequence != consumer;
    }
}
