// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import org.jspecify.annotations.Nullable;

/** Collects the values of a {@link DesiredOrigin}. Confined to one thread; may be used again after {@link #build()}. */
public final class DesiredOriginBuilder {
    int replicas;

    @Nullable
    Placement placement;

    private DesiredOriginBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static DesiredOriginBuilder unset() {
        return new DesiredOriginBuilder();
    }

    /** A builder with the same values. */
    DesiredOriginBuilder copy() {
        DesiredOriginBuilder copy = new DesiredOriginBuilder();
        copy.replicas = replicas;
        copy.placement = placement;
        return copy;
    }

    /** How many copies. */
    public DesiredOriginBuilder replicas(int replicas) {
        this.replicas = replicas;
        return this;
    }

    /** Where. */
    public DesiredOriginBuilder placement(@Nullable Placement placement) {
        this.placement = placement;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return DesiredOriginJson.read(in, this);
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
    public DesiredOrigin build() {
        return new DesiredOrigin(copy());
    }
}
