// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;

/** Collects the values of a {@link StreamAlternate}. Confined to one thread; may be used again after {@link #build()}. */
public final class StreamAlternateBuilder {
    String name = "";
    String domain = "";
    String cluster = "";

    private StreamAlternateBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static StreamAlternateBuilder unset() {
        return new StreamAlternateBuilder();
    }

    /** A builder with the same values. */
    StreamAlternateBuilder copy() {
        StreamAlternateBuilder copy = new StreamAlternateBuilder();
        copy.name = name;
        copy.domain = domain;
        copy.cluster = cluster;
        return copy;
    }

    /** Its name. */
    public StreamAlternateBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** Its domain; empty for the same. */
    public StreamAlternateBuilder domain(String domain) {
        this.domain = domain;
        return this;
    }

    /** Its cluster. */
    public StreamAlternateBuilder cluster(String cluster) {
        this.cluster = cluster;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return StreamAlternateJson.read(in, this);
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
    public StreamAlternate build() {
        return new StreamAlternate(copy());
    }
}
