// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for before a change in flight.
 */
public final class DesiredOrigin {
    // a copy of the builder that nobody changes any more
    private final DesiredOriginBuilder set;

    DesiredOrigin(DesiredOriginBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static DesiredOriginBuilder builder() {
        return DesiredOriginBuilder.unset();
    }

    static @Nullable DesiredOrigin read(StructReader in, @Nullable DesiredOrigin old) {
        if (!in.enter("server.DesiredClusterInfoOrigin")) {
            return in.wasNull() ? null : old;
        }
        DesiredOriginBuilder read = old == null ? DesiredOriginBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    /** A builder that holds these values. */
    public DesiredOriginBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static DesiredOrigin ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        DesiredOriginBuilder read = DesiredOriginBuilder.unset();
        while (in.next()) {
            read.readField(in);
        }
        return read.build();
    }

    /** The object in JSON, byte for byte as nats-server prints it. */
    public byte[] toJson() {
        JsonWriter out = new JsonWriter();
        writeTo(out);
        return out.toBytes();
    }

    /** Writes the fields into the object that is open, in nats-server's order. */
    public void writeTo(JsonWriter out) {
        DesiredOriginJson.write(set, out);
    }

    /** How many copies. */
    public int replicas() {
        return set.replicas;
    }

    /** Where. */
    public Optional<Placement> placement() {
        return Optional.ofNullable(set.placement);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DesiredOrigin that && Arrays.equals(toJson(), that.toJson());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toJson());
    }

    /** The JSON. */
    @Override
    public String toString() {
        return new String(toJson(), StandardCharsets.UTF_8);
    }
}
