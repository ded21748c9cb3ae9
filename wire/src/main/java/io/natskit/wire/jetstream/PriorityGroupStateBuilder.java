// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Collects the values of a {@link PriorityGroupState}. Confined to one thread; may be used again after {@link #build()}. */
public final class PriorityGroupStateBuilder {
    String group = "";
    String pinnedClientId = "";

    @Nullable
    Instant pinnedTime;

    private PriorityGroupStateBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static PriorityGroupStateBuilder unset() {
        return new PriorityGroupStateBuilder();
    }

    /** A builder with the same values. */
    PriorityGroupStateBuilder copy() {
        PriorityGroupStateBuilder copy = new PriorityGroupStateBuilder();
        copy.group = group;
        copy.pinnedClientId = pinnedClientId;
        copy.pinnedTime = pinnedTime;
        return copy;
    }

    /** Its name. */
    public PriorityGroupStateBuilder group(String group) {
        this.group = group;
        return this;
    }

    /** The id that the pinned client was given; empty for none. */
    public PriorityGroupStateBuilder pinnedClientId(String pinnedClientId) {
        this.pinnedClientId = pinnedClientId;
        return this;
    }

    /** Since when it is pinned. */
    public PriorityGroupStateBuilder pinnedTime(@Nullable Instant pinnedTime) {
        this.pinnedTime = pinnedTime;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return PriorityGroupStateJson.read(in, this);
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
    public PriorityGroupState build() {
        return new PriorityGroupState(copy());
    }
}
