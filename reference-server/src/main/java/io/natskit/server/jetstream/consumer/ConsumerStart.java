// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ConsumerState;
import io.natskit.server.jetstream.storage.ConsumerStore;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.wire.jetstream.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Where a consumer begins: where its deliver policy says (CO-02), or where its earlier life ended.
 *
 * @param store where its state is kept, null if it is not kept
 * @param state the state of its earlier life, null for a new consumer
 * @param perSubjectMax how many messages the stream keeps of a subject, 0 or less for no bound
 */
record ConsumerStart(
        @Nullable ConsumerStore store, @Nullable ConsumerState state, long perSubjectMax) {
    // as long as a list of last messages may be
    private static final int LASTS_MAX = Integer.MAX_VALUE - 8;

    void begin(Progress progress, Cursor cursor, Journal journal, Terms terms, Surroundings around) {
        if (state == null) {
            long first = first(cursor, terms, around);
            progress.startAt(first);
            journal.startsAt(first);
        } else {
            resume(state, progress, around);
        }
    }

    private static void resume(ConsumerState found, Progress progress, Surroundings around) {
        fit(found, around.lastSequence());
        progress.resumeAt(
                found.deliveredStreamSequence(),
                found.deliveredConsumerSequence(),
                found.floorStreamSequence(),
                found.floorConsumerSequence());
        long now = around.nowNanos();
        long offset = around.wallNanos() - now;
        found.pending().forEach((sequence, pending) -> {
            // a clock that was set back must not keep a message waiting
            long stamp = Math.min(now, pending.timestampNanos() - offset);
            progress.pending().add(sequence, pending.consumerSequence(), (int) (pending.deliveries() - 1), stamp);
        });
        found.exhausted().forEach(progress::exhausted);
        progress.forgetExhaustedBelow(around.messages().firstSequence());
    }

    /** A stream that lost its end in a crash gives those sequences to other messages: a consumer must not be ahead of it. */
    private static void fit(ConsumerState state, long last) {
        if (state.deliveredStreamSequence() <= last) {
            return;
        }
        if (state.floorStreamSequence() > last) {
            state.floor(state.deliveredConsumerSequence(), last);
            state.pending().clear();
            state.exhausted().clear();
        }
        state.pending().tailMap(last, false).clear();
        state.exhausted().tailMap(last, false).clear();
        if (state.pending().isEmpty()) {
            state.delivered(state.floorConsumerSequence(), state.floorStreamSequence());
        } else {
            long highest = state.pending().values().stream()
                    .mapToLong(ConsumerState.Pending::consumerSequence)
                    .max()
                    .orElse(0);
            state.delivered(highest, state.pending().lastKey());
        }
    }

    /** The first sequence that is looked at; see nats-server's choice for each policy. */
    private long first(Cursor cursor, Terms terms, Surroundings around) {
        MessageStore messages = around.messages();
        ConsumerConfig config = terms.config();
        long firstInStream = messages.firstSequence();
        long last = around.lastSequence();
        long chosen = switch (config.deliverPolicy()) {
            case ALL -> firstInStream;
            // without a filter it is the last sequence, whether that message is still there or not
            case LAST -> Terms.filters(config).isEmpty() ? last : Math.max(0, messages.last(terms.filter(), last));
            case NEW -> last + 1;
            case BY_START_SEQUENCE -> config.startSequence();
            case BY_START_TIME ->
                messages.firstSince(Terms.wallNanos(config.startTime().orElseThrow()));
            case LAST_PER_SUBJECT -> lasts(cursor, terms, messages, firstInStream, last);
        };
        if (config.startSequence() != 0) {
            return Math.max(1, Math.max(chosen, firstInStream));
        }
        if (firstInStream == 0) {
            return 1;
        }
        return Math.max(1, chosen > last ? last + 1 : Math.max(chosen, firstInStream));
    }

    private long lasts(Cursor cursor, Terms terms, MessageStore messages, long firstInStream, long last) {
        if (perSubjectMax == 1) {
            return firstInStream;
        }
        long[] sequences = messages.lastPerSubject(terms.filter(), last, LASTS_MAX);
        if (sequences.length == 0) {
            return last;
        }
        cursor.beginWithLasts(sequences, last);
        return sequences[0];
    }
}
