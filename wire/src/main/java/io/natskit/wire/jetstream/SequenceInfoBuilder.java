// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Collects the values of a {@link SequenceInfo}. Confined to one thread; may be used again after {@link #build()}. */
public final class SequenceInfoBuilder {
    long consumer;
    long stream;

    @Nullable
    Instant lastActive;

    private SequenceInfoBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static SequenceInfoBuilder unset() {
        return new SequenceInfoBuilder();
    }

    /** A builder with the same values. */
    SequenceInfoBuilder copy() {
        SequenceInfoBuilder copy = new SequenceInfoBuilder();
        copy.consumer = consumer;
        copy.stream = stream;
        copy.lastActive = lastActive;
        return copy;
    }

    /** The number of the delivery. */
    public SequenceInfoBuilder consumer(long consumer) {
        this.consumer = consumer;
        return this;
    }

    /** The stream's sequence. */
    public SequenceInfoBuilder stream(long stream) {
        this.stream = stream;
        return this;
    }

    /** When it moved last. */
    public SequenceInfoBuilder lastActive(@Nullable Instant lastActive) {
        this.lastActive = lastActive;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return SequenceInfoJson.read(in, this);
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
    public SequenceInfo build() {
        return new SequenceInfo(copy());
    }
}
