// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the values of a {@link StreamSourceInfo}. Confined to one thread; may be used again after {@link #build()}. */
public final class StreamSourceInfoBuilder {
    String name = "";

    @Nullable
    ExternalStream external;

    long lag;
    long sequence;
    long active;

    @Nullable
    ApiError error;

    String filterSubject = "";
    List<SubjectTransformConfig> subjectTransforms = List.of();

    private StreamSourceInfoBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static StreamSourceInfoBuilder unset() {
        return new StreamSourceInfoBuilder();
    }

    /** A builder with the same values. */
    StreamSourceInfoBuilder copy() {
        StreamSourceInfoBuilder copy = new StreamSourceInfoBuilder();
        copy.name = name;
        copy.external = external;
        copy.lag = lag;
        copy.sequence = sequence;
        copy.active = active;
        copy.error = error;
        copy.filterSubject = filterSubject;
        copy.subjectTransforms = subjectTransforms;
        return copy;
    }

    /** The origin. */
    public StreamSourceInfoBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** How it is reached. */
    public StreamSourceInfoBuilder external(@Nullable ExternalStream external) {
        this.external = external;
        return this;
    }

    /** How many messages it is behind. */
    public StreamSourceInfoBuilder lag(long lag) {
        this.lag = lag;
        return this;
    }

    /** The origin's sequence that was read last; 0 if the server does not tell. */
    public StreamSourceInfoBuilder sequence(long sequence) {
        this.sequence = sequence;
        return this;
    }

    /** How long ago the origin was heard of; -1 ns for never. */
    public StreamSourceInfoBuilder active(Duration active) {
        this.active = nanos("active", active);
        return this;
    }

    /** Why nothing comes. */
    public StreamSourceInfoBuilder error(@Nullable ApiError error) {
        this.error = error;
        return this;
    }

    /** The subjects that are taken; empty for all. */
    public StreamSourceInfoBuilder filterSubject(String filterSubject) {
        this.filterSubject = filterSubject;
        return this;
    }

    /** The subjects that are taken, and what becomes of them. */
    public StreamSourceInfoBuilder subjectTransforms(SubjectTransformConfig... subjectTransforms) {
        this.subjectTransforms = List.of(subjectTransforms);
        return this;
    }

    /** As {@link #subjectTransforms(SubjectTransformConfig...)}. */
    public StreamSourceInfoBuilder subjectTransforms(Collection<SubjectTransformConfig> subjectTransforms) {
        this.subjectTransforms = List.copyOf(subjectTransforms);
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return StreamSourceInfoJson.read(in, this);
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
    public StreamSourceInfo build() {
        return new StreamSourceInfo(copy());
    }

    private static long nanos(String what, Duration value) {
        try {
            return value.toNanos();
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: at most 292 years)");
        }
    }
}
