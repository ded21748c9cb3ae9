// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.util.Collection;
import java.util.List;

/** Collects the values of a {@link Placement}. Confined to one thread; may be used again after {@link #build()}. */
public final class PlacementBuilder {
    String cluster = "";
    List<String> tags = List.of();
    String preferred = "";

    private PlacementBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static PlacementBuilder unset() {
        return new PlacementBuilder();
    }

    /** A builder with the same values. */
    PlacementBuilder copy() {
        PlacementBuilder copy = new PlacementBuilder();
        copy.cluster = cluster;
        copy.tags = tags;
        copy.preferred = preferred;
        return copy;
    }

    /** The name of the cluster; empty for any. */
    public PlacementBuilder cluster(String cluster) {
        this.cluster = cluster;
        return this;
    }

    /** Tags that the servers must have; with {@code !} before it, must not have. */
    public PlacementBuilder tags(String... tags) {
        this.tags = List.of(tags);
        return this;
    }

    /** As {@link #tags(String...)}. */
    public PlacementBuilder tags(Collection<String> tags) {
        this.tags = List.copyOf(tags);
        return this;
    }

    /** The server that should lead; empty for any. Only for moving a leader. */
    public PlacementBuilder preferred(String preferred) {
        this.preferred = preferred;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return PlacementJson.read(in, this);
    }

    /** The values as they are now. */
    public Placement build() {
        return new Placement(copy());
    }
}
