// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;

/** Collects the values of a {@link LostStreamData}. Confined to one thread; may be used again after {@link #build()}. */
public final class LostStreamDataBuilder {
    long[] messages = new long[0];
    long bytes;

    private LostStreamDataBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static LostStreamDataBuilder unset() {
        return new LostStreamDataBuilder();
    }

    /** A builder with the same values. */
    LostStreamDataBuilder copy() {
        LostStreamDataBuilder copy = new LostStreamDataBuilder();
        copy.messages = messages;
        copy.bytes = bytes;
        return copy;
    }

    /** Their sequences. */
    public LostStreamDataBuilder messages(long... messages) {
        this.messages = messages.clone();
        return this;
    }

    /** How many bytes were lost. */
    public LostStreamDataBuilder bytes(long bytes) {
        this.bytes = bytes;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return LostStreamDataJson.read(in, this);
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
    public LostStreamData build() {
        return new LostStreamData(copy());
    }
}
