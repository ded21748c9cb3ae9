// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the values of a {@link StreamInfo}. Confined to one thread; may be used again after {@link #build()}. */
public final class StreamInfoBuilder {
    StreamConfig config = StreamConfig.EMPTY;

    @Nullable
    Instant created;

    StreamState state = StreamState.EMPTY;
    String domain = "";

    @Nullable
    ClusterInfo cluster;

    @Nullable
    StreamSourceInfo mirror;

    List<StreamSourceInfo> sources = List.of();
    List<StreamAlternate> alternates = List.of();

    @Nullable
    Instant timestamp;

    private StreamInfoBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static StreamInfoBuilder unset() {
        return new StreamInfoBuilder();
    }

    /** A builder with the same values. */
    StreamInfoBuilder copy() {
        StreamInfoBuilder copy = new StreamInfoBuilder();
        copy.config = config;
        copy.created = created;
        copy.state = state;
        copy.domain = domain;
        copy.cluster = cluster;
        copy.mirror = mirror;
        copy.sources = sources;
        copy.alternates = alternates;
        copy.timestamp = timestamp;
        return copy;
    }

    /** How it is set up. */
    public StreamInfoBuilder config(StreamConfig config) {
        this.config = config;
        return this;
    }

    /** When it was made. */
    public StreamInfoBuilder created(@Nullable Instant created) {
        this.created = created;
        return this;
    }

    /** What it holds. */
    public StreamInfoBuilder state(StreamState state) {
        this.state = state;
        return this;
    }

    /** Its domain; empty for none. */
    public StreamInfoBuilder domain(String domain) {
        this.domain = domain;
        return this;
    }

    /** The servers that keep it. */
    public StreamInfoBuilder cluster(@Nullable ClusterInfo cluster) {
        this.cluster = cluster;
        return this;
    }

    /** How far its mirror has come. */
    public StreamInfoBuilder mirror(@Nullable StreamSourceInfo mirror) {
        this.mirror = mirror;
        return this;
    }

    /** How far its sources have come. */
    public StreamInfoBuilder sources(StreamSourceInfo... sources) {
        this.sources = List.of(sources);
        return this;
    }

    /** As {@link #sources(StreamSourceInfo...)}. */
    public StreamInfoBuilder sources(Collection<StreamSourceInfo> sources) {
        this.sources = List.copyOf(sources);
        return this;
    }

    /** Streams that may be read instead. */
    public StreamInfoBuilder alternates(StreamAlternate... alternates) {
        this.alternates = List.of(alternates);
        return this;
    }

    /** As {@link #alternates(StreamAlternate...)}. */
    public StreamInfoBuilder alternates(Collection<StreamAlternate> alternates) {
        this.alternates = List.copyOf(alternates);
        return this;
    }

    /** When all this was gathered. */
    public StreamInfoBuilder timestamp(@Nullable Instant timestamp) {
        this.timestamp = timestamp;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return StreamInfoJson.read(in, this);
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
    public StreamInfo build() {
        return new StreamInfo(copy());
    }
}
