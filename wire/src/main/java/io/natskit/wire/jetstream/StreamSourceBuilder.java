// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the values of a {@link StreamSource}. Confined to one thread; may be used again after {@link #build()}. */
public final class StreamSourceBuilder {
    String name = "";
    long startSequence;

    @Nullable
    OffsetDateTime startTime;

    String filterSubject = "";
    List<SubjectTransformConfig> subjectTransforms = List.of();

    @Nullable
    ExternalStream external;

    @Nullable
    StreamConsumerSource consumer;

    private StreamSourceBuilder() {}

    static StreamSourceBuilder named(String name) {
        StreamSourceBuilder builder = new StreamSourceBuilder();
        builder.name = name;
        return builder;
    }

    /** A builder whose values are those of a JSON object without fields. */
    static StreamSourceBuilder unset() {
        return new StreamSourceBuilder();
    }

    /** A builder with the same values. */
    StreamSourceBuilder copy() {
        StreamSourceBuilder copy = new StreamSourceBuilder();
        copy.name = name;
        copy.startSequence = startSequence;
        copy.startTime = startTime;
        copy.filterSubject = filterSubject;
        copy.subjectTransforms = subjectTransforms;
        copy.external = external;
        copy.consumer = consumer;
        return copy;
    }

    /** The name of the origin. */
    public StreamSourceBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** The sequence to begin with, without a sign; 0 for the first. */
    public StreamSourceBuilder startSequence(long startSequence) {
        this.startSequence = startSequence;
        return this;
    }

    /** The time to begin with. */
    public StreamSourceBuilder startTime(@Nullable Instant startTime) {
        this.startTime = startTime == null ? null : startTime.atOffset(ZoneOffset.UTC);
        return this;
    }

    /** The subjects that are taken; empty for all. Not with {@link #subjectTransforms}. */
    public StreamSourceBuilder filterSubject(String filterSubject) {
        this.filterSubject = filterSubject;
        return this;
    }

    /** The subjects that are taken, and what becomes of them. */
    public StreamSourceBuilder subjectTransforms(SubjectTransformConfig... subjectTransforms) {
        this.subjectTransforms = List.of(subjectTransforms);
        return this;
    }

    /** As {@link #subjectTransforms(SubjectTransformConfig...)}. */
    public StreamSourceBuilder subjectTransforms(Collection<SubjectTransformConfig> subjectTransforms) {
        this.subjectTransforms = List.copyOf(subjectTransforms);
        return this;
    }

    /** How an origin in another account or domain is reached. */
    public StreamSourceBuilder external(@Nullable ExternalStream external) {
        this.external = external;
        return this;
    }

    /** The durable consumer to read through, instead of one of the server's own (ADR-60). */
    public StreamSourceBuilder consumer(@Nullable StreamConsumerSource consumer) {
        this.consumer = consumer;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return StreamSourceJson.read(in, this);
    }

    /** The values as they are now. */
    public StreamSource build() {
        return new StreamSource(copy());
    }
}
