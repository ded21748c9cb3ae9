// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.checks.Checks;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which stored messages are read, by direct get in batches (ADR-31, server 2.11, a stream that allows direct access): those from a place on, or the last one of each of
 * many subjects as they were at one moment.
 */
public final class ReadSpec {
    private long from;
    private @Nullable Instant fromTime;
    private List<String> subjects = List.of();
    private boolean last;
    private long upToSequence;
    private @Nullable Instant upToTime;
    private int batch = 1000;
    private long batchBytes;

    /** All messages from the first on. */
    public ReadSpec() {}

    /** From {@code sequence} on; default the first. */
    public ReadSpec from(long sequence) {
        this.from = Checks.atLeast("from", sequence, 1);
        return this;
    }

    /** From the first message at or after {@code time} on. */
    public ReadSpec from(Instant time) {
        this.fromTime = time;
        return this;
    }

    /** Only messages whose subject one of these matches. More than one needs {@link #lastPerSubject()}. */
    public ReadSpec subjects(Collection<String> subjects) {
        this.subjects = List.copyOf(subjects);
        return this;
    }

    /** Only messages whose subject {@code filter} matches. */
    public ReadSpec subject(String filter) {
        return subjects(List.of(filter));
    }

    /** Only the last message of each subject; no more than 1,024 subjects may match. */
    public ReadSpec lastPerSubject() {
        this.last = true;
        return this;
    }

    /** With {@link #lastPerSubject()}: as things were when this was the stream's last sequence. */
    public ReadSpec upToSequence(long sequence) {
        this.upToSequence = Checks.atLeast("upToSequence", sequence, 1);
        return this;
    }

    /** With {@link #lastPerSubject()}: as things were at {@code time}. */
    public ReadSpec upToTime(Instant time) {
        this.upToTime = time;
        return this;
    }

    /** How many messages are asked for at once; default 1,000. */
    public ReadSpec batch(int messages) {
        this.batch = Checks.atLeast("batch", messages, 1);
        return this;
    }

    /** How many bytes are asked for at once; default as the server likes. */
    public ReadSpec batchBytes(long bytes) {
        this.batchBytes = Checks.atLeast("batchBytes", bytes, 1);
        return this;
    }

    /** See {@link #from(long)}; 0 for none. */
    public long from() {
        return from;
    }

    /** See {@link #from(Instant)}. */
    public Optional<Instant> fromTime() {
        return Optional.ofNullable(fromTime);
    }

    /** See {@link #subjects(Collection)}. */
    public List<String> subjects() {
        return subjects;
    }

    /** See {@link #lastPerSubject()}. */
    public boolean isLastPerSubject() {
        return last;
    }

    /** See {@link #upToSequence(long)}; 0 for none. */
    public long upToSequence() {
        return upToSequence;
    }

    /** See {@link #upToTime(Instant)}. */
    public Optional<Instant> upToTime() {
        return Optional.ofNullable(upToTime);
    }

    /** See {@link #batch(int)}. */
    public int batch() {
        return batch;
    }

    /** See {@link #batchBytes(long)}; 0 for none. */
    public long batchBytes() {
        return batchBytes;
    }
}
