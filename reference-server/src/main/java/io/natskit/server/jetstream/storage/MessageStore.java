// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one stream, by sequence and by subject. Confined to its owner's thread, but for {@link Step#run()}. Sequences start at 1
 * and never come back, whatever is removed and however often the server starts. It keeps no limits: those are the stream's, who
 * finds the oldest message of the store ({@link #firstSequence()}) and of a subject ({@link #firstOf}) at no cost.
 *
 * <p>What was called is handed to the operating system by {@link #flush()} (a killed process loses nothing of it) and survives a power
 * cut once a {@link #prepareSync() sync} has run. Where "0" is an answer it means that there is none.
 */
public interface MessageStore extends AutoCloseable {
    // ---- taking in

    /**
     * Stores a message under the sequence after {@link #lastSequence()}. Subject, headers, payload, time and expiry are taken from
     * {@code message}; its sequence is set.
     *
     * @return the sequence
     * @throws StoreFailedException if the store has failed and was not {@linkplain #resume() resumed}
     * @throws IllegalArgumentException if the subject is empty or longer than 65,535 bytes
     */
    long append(StoredMessage message);

    /** Stores a message under a sequence of the caller's (mirrors, restore), above {@link #lastSequence()}. What is left out counts as deleted. */
    void appendAt(long sequence, StoredMessage message);

    /**
     * Gives up sequences: the next message gets {@code nextSequence} at least. In a store without messages {@link #firstSequence()} follows
     * (SC-18: {@code first_seq}); otherwise they count as deleted. No effect if it is not above {@link #lastSequence()} + 1.
     *
     * @param timestampNanos becomes {@link #lastTimestampNanos()} (PB-12: a message that nobody wanted); 0 leaves that as it is
     */
    void skipTo(long nextSequence, long timestampNanos);

    // ---- reading

    /** Reads one message. @return whether it is there; if not, {@code into} is as it was */
    boolean read(long sequence, StoredMessage into);

    /** The first sequence at or after {@code from} whose subject matches. */
    long next(SubjectFilter filter, long from);

    /** The last sequence at or before {@code upTo} whose subject matches. */
    long last(SubjectFilter filter, long upTo);

    /** The first sequence stored at or after a time; {@link #lastSequence()} + 1 if there is none. Times are taken to rise with sequences. */
    long firstSince(long timestampNanos);

    /**
     * For each matching subject its last sequence at or before {@code upTo}, rising: last-per-subject consumers, {@code multi_last}.
     *
     * @param max how many are wanted; one more is returned if there are more, so that the caller sees it
     */
    long[] lastPerSubject(SubjectFilter filter, long upTo, int max);

    // ---- counting

    /** How many messages there are. */
    long messages();

    /** What they count, by the formula of nats-server for this kind of storage. */
    long bytes();

    /** What a message counts in {@link #bytes()}: lengths of subject, headers and payload. */
    long sizeOf(int subjectLength, int headersLength, int payloadLength);

    /** The first sequence; {@link #lastSequence()} + 1 if there are no messages (0 if there never were any and nothing was skipped). */
    long firstSequence();

    /** The highest sequence that was ever given. */
    long lastSequence();

    /** When the first message was stored, 0 if there is none. */
    long firstTimestampNanos();

    /** When the last message was stored, whether it is still there or not; 0 if there never was one. */
    long lastTimestampNanos();

    /** How many subjects have messages. */
    int subjectCount();

    /** How many sequences between the first and the last have no message. */
    long deletedCount();

    /** Shows the sequences between the first and the last that have no message. */
    void deleted(RangeVisitor visitor);

    /** What is damaged. */
    LostMessages lost();

    /** How many messages at or after {@code from} match: {@code num_pending}. */
    long count(SubjectFilter filter, long from);

    /** How many matching subjects have their last message at or after {@code from}: {@code num_pending} of last-per-subject consumers. */
    long countSubjects(SubjectFilter filter, long from);

    /** Shows the subjects that match, in the order of their bytes. */
    void subjects(SubjectFilter filter, SubjectVisitor visitor);

    /** The first sequence of one literal subject. */
    long firstOf(byte[] subject, int offset, int length);

    /** The last sequence of one literal subject. */
    long lastOf(byte[] subject, int offset, int length);

    /** How many messages one literal subject has. */
    long countOf(byte[] subject, int offset, int length);

    /** The first message at or after {@code from} that may have headers, 0 if none has; finds it without reading messages. */
    long nextWithHeaders(long from);

    // ---- expiry of single messages

    /** When the next message expires by its own TTL: nanoseconds since 1970, {@link Long#MAX_VALUE} if none does. */
    long nextExpiryNanos();

    /** A message that has expired at {@code nowNanos} and is still here; the earliest first. The caller removes it and asks again. */
    long expired(long nowNanos);

    // ---- removing

    /** Removes a message. With {@code erase} its content is overwritten, and is gone when the next sync has run. @return whether it was there */
    boolean remove(long sequence, boolean erase, Removals removals);

    /**
     * Removes matching messages (JA-08). {@code before} and {@code keep} exclude each other in the API; here both bounds hold.
     *
     * @param before only those with a lower sequence; 0 for no bound. With {@link SubjectFilter#ALL}, a bound past the end takes the
     *     sequences up to it: the next message gets {@code before} at least
     * @param keep how many of the newest matching messages stay; 0 for none
     * @return how many were removed
     */
    long purge(SubjectFilter filter, long before, long keep, Removals removals);

    /** Removes all messages below {@code sequence}: {@link #purge} of everything before it. @return how many were removed */
    default long compact(long sequence, Removals removals) {
        return purge(SubjectFilter.ALL, sequence, 0, removals);
    }

    // ---- keeping

    /**
     * Hands what was called since the last flush to the operating system, in one write where that is possible.
     *
     * @throws StoreFailedException if that fails: what was appended since the last flush is dropped, its sequences are given up, and the
     *     store takes in nothing more until {@link #resume()}. Removals are not forgotten; they are written when it resumes
     */
    void flush();

    /**
     * Flushes, and prepares a sync: when its {@link Step#run()} has returned and {@link Step#finish()} did not throw, everything called
     * before survives a power cut. One at a time: prepare the next after this one is finished.
     */
    Step prepareSync();

    /** Why the store takes in nothing, or null if it does. */
    @Nullable
    StoreFailedException failure();

    /**
     * Tries to take in messages again after a failure: writes to a new file what is not known to be durable. Cheap to call in vain.
     *
     * @return whether the store takes in messages; true also if it had not failed
     */
    boolean resume();

    /** The next piece of upkeep (room of removed messages, compression, the index file), or null if none is due. One at a time. */
    @Nullable
    Step planUpkeep();

    /** Changes what may change in a living stream. */
    void reconfigure(StoreOptions options);

    /**
     * Lets go of all files and writes nothing more, because nobody knows any more what is in memory. What was flushed is synced; the next
     * start finds the rest as a crash would leave it. Not while a step is under way.
     */
    void abandon();

    /** Flushes, syncs, and lets go of all files. Not while a step is under way. */
    @Override
    void close();

    /**
     * After {@link #close()}, for a store that is to be opened again: writes down what it knows, so that the next start is fast. That takes
     * a while where there are many messages; a start without it finds the same. Blocks; any thread.
     *
     * @param hurried asked now and then: true ends the work, with nothing left
     */
    default void leaveIndex(BooleanSupplier hurried) {}
}
