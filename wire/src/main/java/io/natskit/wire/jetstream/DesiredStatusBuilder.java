// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;

/** Collects the values of a {@link DesiredStatus}. Confined to one thread; may be used again after {@link #build()}. */
public final class DesiredStatusBuilder {
    String description = "";
    String type = "";
    String error = "";

    private DesiredStatusBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static DesiredStatusBuilder unset() {
        return new DesiredStatusBuilder();
    }

    /** A builder with the same values. */
    DesiredStatusBuilder copy() {
        DesiredStatusBuilder copy = new DesiredStatusBuilder();
        copy.description = description;
        copy.type = type;
        copy.error = error;
        return copy;
    }

    /** In words. */
    public DesiredStatusBuilder description(String description) {
        this.description = description;
        return this;
    }

    /** As a word: {@code meta}, {@code membership}, {@code snapshot}, {@code catchup}, {@code quorum}, {@code blocked} or {@code unavailable}. */
    public DesiredStatusBuilder type(String type) {
        this.type = type;
        return this;
    }

    /** The fault behind it; empty for none. */
    public DesiredStatusBuilder error(String error) {
        this.error = error;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return DesiredStatusJson.read(in, this);
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
    public DesiredStatus build() {
        return new DesiredStatus(copy());
    }
}
