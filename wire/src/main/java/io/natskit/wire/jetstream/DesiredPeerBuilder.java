// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;

/** Collects the values of a {@link DesiredPeer}. Confined to one thread; may be used again after {@link #build()}. */
public final class DesiredPeerBuilder {
    String name = "";
    boolean offline;
    String peer = "";

    private DesiredPeerBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static DesiredPeerBuilder unset() {
        return new DesiredPeerBuilder();
    }

    /** A builder with the same values. */
    DesiredPeerBuilder copy() {
        DesiredPeerBuilder copy = new DesiredPeerBuilder();
        copy.name = name;
        copy.offline = offline;
        copy.peer = peer;
        return copy;
    }

    /** Its name. */
    public DesiredPeerBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** Whether it was not seen lately. */
    public DesiredPeerBuilder offline(boolean offline) {
        this.offline = offline;
        return this;
    }

    /** Its id. */
    public DesiredPeerBuilder peer(String peer) {
        this.peer = peer;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return DesiredPeerJson.read(in, this);
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
    public DesiredPeer build() {
        return new DesiredPeer(copy());
    }
}
