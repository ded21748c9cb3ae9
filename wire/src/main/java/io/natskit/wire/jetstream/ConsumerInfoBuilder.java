// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the values of a {@link ConsumerInfo}. Confined to one thread; may be used again after {@link #build()}. */
public final class ConsumerInfoBuilder {
    String streamName = "";
    String name = "";

    @Nullable
    Instant created;

    ConsumerConfig config = ConsumerConfig.EMPTY;
    SequenceInfo delivered = SequenceInfo.EMPTY;
    SequenceInfo ackFloor = SequenceInfo.EMPTY;
    long numAckPending;
    long numRedelivered;
    long numWaiting;
    long numPending;

    @Nullable
    ClusterInfo cluster;

    boolean pushBound;
    boolean paused;
    long pauseRemaining;

    @Nullable
    Instant timestamp;

    List<PriorityGroupState> priorityGroups = List.of();

    private ConsumerInfoBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static ConsumerInfoBuilder unset() {
        return new ConsumerInfoBuilder();
    }

    /** A builder with the same values. */
    ConsumerInfoBuilder copy() {
        ConsumerInfoBuilder copy = new ConsumerInfoBuilder();
        copy.streamName = streamName;
        copy.name = name;
        copy.created = created;
        copy.config = config;
        copy.delivered = delivered;
        copy.ackFloor = ackFloor;
        copy.numAckPending = numAckPending;
        copy.numRedelivered = numRedelivered;
        copy.numWaiting = numWaiting;
        copy.numPending = numPending;
        copy.cluster = cluster;
        copy.pushBound = pushBound;
        copy.paused = paused;
        copy.pauseRemaining = pauseRemaining;
        copy.timestamp = timestamp;
        copy.priorityGroups = priorityGroups;
        return copy;
    }

    /** Its stream. */
    public ConsumerInfoBuilder streamName(String streamName) {
        this.streamName = streamName;
        return this;
    }

    /** Its name. */
    public ConsumerInfoBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** When it was made. */
    public ConsumerInfoBuilder created(@Nullable Instant created) {
        this.created = created;
        return this;
    }

    /** How it is set up. */
    public ConsumerInfoBuilder config(ConsumerConfig config) {
        this.config = config;
        return this;
    }

    /** The last delivery. */
    public ConsumerInfoBuilder delivered(SequenceInfo delivered) {
        this.delivered = delivered;
        return this;
    }

    /** The last place up to which all is acknowledged. */
    public ConsumerInfoBuilder ackFloor(SequenceInfo ackFloor) {
        this.ackFloor = ackFloor;
        return this;
    }

    /** How many deliveries wait for their acknowledgement. */
    public ConsumerInfoBuilder numAckPending(long numAckPending) {
        this.numAckPending = numAckPending;
        return this;
    }

    /** How many of them were delivered before. */
    public ConsumerInfoBuilder numRedelivered(long numRedelivered) {
        this.numRedelivered = numRedelivered;
        return this;
    }

    /** How many pulls wait. */
    public ConsumerInfoBuilder numWaiting(long numWaiting) {
        this.numWaiting = numWaiting;
        return this;
    }

    /** How many matching messages were not delivered yet. */
    public ConsumerInfoBuilder numPending(long numPending) {
        this.numPending = numPending;
        return this;
    }

    /** The servers that keep it. */
    public ConsumerInfoBuilder cluster(@Nullable ClusterInfo cluster) {
        this.cluster = cluster;
        return this;
    }

    /** Whether somebody listens to its deliver subject. */
    public ConsumerInfoBuilder pushBound(boolean pushBound) {
        this.pushBound = pushBound;
        return this;
    }

    /** Whether it delivers nothing at present. */
    public ConsumerInfoBuilder paused(boolean paused) {
        this.paused = paused;
        return this;
    }

    /** For how long still. */
    public ConsumerInfoBuilder pauseRemaining(Duration pauseRemaining) {
        this.pauseRemaining = nanos("pauseRemaining", pauseRemaining);
        return this;
    }

    /** When all this was gathered. */
    public ConsumerInfoBuilder timestamp(@Nullable Instant timestamp) {
        this.timestamp = timestamp;
        return this;
    }

    /** Who is served in each group. */
    public ConsumerInfoBuilder priorityGroups(PriorityGroupState... priorityGroups) {
        this.priorityGroups = List.of(priorityGroups);
        return this;
    }

    /** As {@link #priorityGroups(PriorityGroupState...)}. */
    public ConsumerInfoBuilder priorityGroups(Collection<PriorityGroupState> priorityGroups) {
        this.priorityGroups = List.copyOf(priorityGroups);
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return ConsumerInfoJson.read(in, this);
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
    public ConsumerInfo build() {
        return new ConsumerInfo(copy());
    }

    private static long nanos(String what, Duration value) {
        try {
            return value.toNanos();
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: at most 292 years)");
        }
    }
}
