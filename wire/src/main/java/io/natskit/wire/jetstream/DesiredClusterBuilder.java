// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the values of a {@link DesiredCluster}. Confined to one thread; may be used again after {@link #build()}. */
public final class DesiredClusterBuilder {
    @Nullable
    Instant created;

    String name = "";
    List<DesiredPeer> replicas = List.of();

    @Nullable
    DesiredOrigin origin;

    @Nullable
    DesiredStatus status;

    private DesiredClusterBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static DesiredClusterBuilder unset() {
        return new DesiredClusterBuilder();
    }

    /** A builder with the same values. */
    DesiredClusterBuilder copy() {
        DesiredClusterBuilder copy = new DesiredClusterBuilder();
        copy.created = created;
        copy.name = name;
        copy.replicas = replicas;
        copy.origin = origin;
        copy.status = status;
        return copy;
    }

    /** When the change was asked for. */
    public DesiredClusterBuilder created(@Nullable Instant created) {
        this.created = created;
        return this;
    }

    /** The cluster; empty for the same. */
    public DesiredClusterBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** The servers that shall keep copies. */
    public DesiredClusterBuilder replicas(DesiredPeer... replicas) {
        this.replicas = List.of(replicas);
        return this;
    }

    /** As {@link #replicas(DesiredPeer...)}. */
    public DesiredClusterBuilder replicas(Collection<DesiredPeer> replicas) {
        this.replicas = List.copyOf(replicas);
        return this;
    }

    /** What was before. */
    public DesiredClusterBuilder origin(@Nullable DesiredOrigin origin) {
        this.origin = origin;
        return this;
    }

    /** What it waits for. */
    public DesiredClusterBuilder status(@Nullable DesiredStatus status) {
        this.status = status;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return DesiredClusterJson.read(in, this);
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
    public DesiredCluster build() {
        return new DesiredCluster(copy());
    }
}
