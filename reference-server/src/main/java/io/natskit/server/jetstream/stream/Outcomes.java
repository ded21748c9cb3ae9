// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a stream's changes: who waits for one hears of it once it is committed or has failed, and consumers read no further than
 * what is committed. Confined to the stream's loop.
 */
final class Outcomes {
    private final AckQueue acks;
    private final ConsumerSet consumers;
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long committedSequence;

    // the last sequence as it was after a change
    private record Mark(long index, long sequence) {}

    private record Waiting(long index, Consumer<@Nullable RuntimeException> action) {}

    Outcomes(AckQueue acks, ConsumerSet consumers) {
        this.acks = acks;
        this.consumers = consumers;
    }

    /** What is in the store at the start is committed. */
    void start(long lastSequence) {
        committedSequence = lastSequence;
    }

    /** The last sequence that consumers may read. */
    long committedSequence() {
        return committedSequence;
    }

    /** After the change of that number this is the last sequence. */
    void proposed(long index, long lastSequence) {
        Mark last = marks.peekLast();
        if (last == null || last.index != index) {
            marks.addLast(new Mark(index, lastSequence));
        }
    }

    /** Runs something once the change of that number is committed, with null, or with the reason if it failed. */
    void whenCommitted(long index, Consumer<@Nullable RuntimeException> action) {
        waiting.addLast(new Waiting(index, action));
    }

    /** All up to this number is committed. */
    void committed(long index) {
        acks.committed(index);
        Waiting next = waiting.peekFirst();
        while (next != null && next.index <= index) {
            waiting.pollFirst();
            next.action.accept(null);
            next = waiting.peekFirst();
        }
        long sequence = committedSequence;
        Mark mark = marks.peekFirst();
        while (mark != null && mark.index <= index) {
            marks.pollFirst();
            sequence = mark.sequence;
            mark = marks.peekFirst();
        }
        if (sequence > committedSequence) {
            committedSequence = sequence;
            consumers.committed(sequence);
        }
    }

    /** These changes failed; publishers get {@code answer}. */
    void failed(long first, long last, RuntimeException cause, byte[] answer) {
        acks.failed(first, last, answer);
        List<Waiting> broken = new ArrayList<>();
        waiting.removeIf(one -> {
            boolean failed = one.index >= first && one.index <= last;
            if (failed) {
                broken.add(one);
            }
            return failed;
        });
        broken.forEach(one -> one.action.accept(cause));
    }

    /** Whoever waits waits in vain; answers what tells them so, each to be done whatever becomes of the others. */
    List<Runnable> failAll(RuntimeException why) {
        List<Runnable> told = new ArrayList<>();
        waiting.forEach(one -> told.add(() -> one.action.accept(why)));
        waiting.clear();
        return told;
    }
}
