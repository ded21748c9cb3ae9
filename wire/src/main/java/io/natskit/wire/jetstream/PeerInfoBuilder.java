// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.time.Duration;

/** Collects the values of a {@link PeerInfo}. Confined to one thread; may be used again after {@link #build()}. */
public final class PeerInfoBuilder {
    String name = "";
    boolean current;
    boolean offline;
    long active;
    long lag;
    String peer = "";
    boolean pending;

    private PeerInfoBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static PeerInfoBuilder unset() {
        return new PeerInfoBuilder();
    }

    /** A builder with the same values. */
    PeerInfoBuilder copy() {
        PeerInfoBuilder copy = new PeerInfoBuilder();
        copy.name = name;
        copy.current = current;
        copy.offline = offline;
        copy.active = active;
        copy.lag = lag;
        copy.peer = peer;
        copy.pending = pending;
        return copy;
    }

    /** Its name. */
    public PeerInfoBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** Whether it was seen lately and is up to date. */
    public PeerInfoBuilder current(boolean current) {
        this.current = current;
        return this;
    }

    /** Whether it was not seen lately. */
    public PeerInfoBuilder offline(boolean offline) {
        this.offline = offline;
        return this;
    }

    /** How long ago it was seen. */
    public PeerInfoBuilder active(Duration active) {
        this.active = nanos("active", active);
        return this;
    }

    /** How many operations it is behind. */
    public PeerInfoBuilder lag(long lag) {
        this.lag = lag;
        return this;
    }

    /** Its id. */
    public PeerInfoBuilder peer(String peer) {
        this.peer = peer;
        return this;
    }

    /** Whether it is about to join or to leave. */
    public PeerInfoBuilder pending(boolean pending) {
        this.pending = pending;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return PeerInfoJson.read(in, this);
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
    public PeerInfo build() {
        return new PeerInfo(copy());
    }

    private static long nanos(String what, Duration value) {
        try {
            return value.toNanos();
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: at most 292 years)");
        }
    }
}
