// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the values of a {@link StreamState}. Confined to one thread; may be used again after {@link #build()}. */
public final class StreamStateBuilder {
    long messages;
    long bytes;
    long firstSequence;

    @Nullable
    Instant firstTime;

    long lastSequence;

    @Nullable
    Instant lastTime;

    long numSubjects;
    Map<String, Long> subjects = Map.of();
    long numDeleted;
    long[] deleted = new long[0];

    @Nullable
    LostStreamData lost;

    long consumerCount;

    private StreamStateBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static StreamStateBuilder unset() {
        return new StreamStateBuilder();
    }

    /** A builder with the same values. */
    StreamStateBuilder copy() {
        StreamStateBuilder copy = new StreamStateBuilder();
        copy.messages = messages;
        copy.bytes = bytes;
        copy.firstSequence = firstSequence;
        copy.firstTime = firstTime;
        copy.lastSequence = lastSequence;
        copy.lastTime = lastTime;
        copy.numSubjects = numSubjects;
        copy.subjects = subjects;
        copy.numDeleted = numDeleted;
        copy.deleted = deleted;
        copy.lost = lost;
        copy.consumerCount = consumerCount;
        return copy;
    }

    /** How many messages there are. */
    public StreamStateBuilder messages(long messages) {
        this.messages = messages;
        return this;
    }

    /** How many bytes they have in the store. */
    public StreamStateBuilder bytes(long bytes) {
        this.bytes = bytes;
        return this;
    }

    /** The first sequence; of an empty stream the one that comes next, or 0 before the first message. */
    public StreamStateBuilder firstSequence(long firstSequence) {
        this.firstSequence = firstSequence;
        return this;
    }

    /** When the first message came; empty for none. */
    public StreamStateBuilder firstTime(@Nullable Instant firstTime) {
        this.firstTime = firstTime;
        return this;
    }

    /** The last sequence that was given. */
    public StreamStateBuilder lastSequence(long lastSequence) {
        this.lastSequence = lastSequence;
        return this;
    }

    /** When the last message came; empty for none. */
    public StreamStateBuilder lastTime(@Nullable Instant lastTime) {
        this.lastTime = lastTime;
        return this;
    }

    /** How many subjects there are. */
    public StreamStateBuilder numSubjects(long numSubjects) {
        this.numSubjects = numSubjects;
        return this;
    }

    /** How many messages each subject has, where that was asked for. */
    public StreamStateBuilder subjects(Map<String, Long> subjects) {
        this.subjects = Map.copyOf(subjects);
        return this;
    }

    /** How many messages between the first and the last are gone. */
    public StreamStateBuilder numDeleted(long numDeleted) {
        this.numDeleted = numDeleted;
        return this;
    }

    /** Their sequences, where they were asked for. */
    public StreamStateBuilder deleted(long... deleted) {
        this.deleted = deleted.clone();
        return this;
    }

    /** What damage took. */
    public StreamStateBuilder lost(@Nullable LostStreamData lost) {
        this.lost = lost;
        return this;
    }

    /** How many consumers there are. */
    public StreamStateBuilder consumerCount(long consumerCount) {
        this.consumerCount = consumerCount;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return StreamStateJson.read(in, this);
    }

    /** Takes all fields of the object that was entered. */
    void readFields(StructReader in) {
        while (in.next()) {
            if (!readField(in)) {
                in.unknown();
            }
        }
    }

    /** The values as they are now. */
    public StreamState build() {
        return new StreamState(copy());
    }
}
