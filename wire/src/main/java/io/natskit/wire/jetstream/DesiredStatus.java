// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a change in flight waits for.
 */
public final class DesiredStatus {
    // a copy of the builder that nobody changes any more
    private final DesiredStatusBuilder set;

    DesiredStatus(DesiredStatusBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static DesiredStatusBuilder builder() {
        return DesiredStatusBuilder.unset();
    }

    static @Nullable DesiredStatus read(StructReader in, @Nullable DesiredStatus old) {
        if (!in.enter("server.DesiredClusterInfoStatus")) {
            return in.wasNull() ? null : old;
        }
        DesiredStatusBuilder read = old == null ? DesiredStatusBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    /** A builder that holds these values. */
    public DesiredStatusBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static DesiredStatus ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        DesiredStatusBuilder read = DesiredStatusBuilder.unset();
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
        DesiredStatusJson.write(set, out);
    }

    /** In words. */
    public String description() {
        return set.description;
    }

    /** As a word: {@code meta}, {@code membership}, {@code snapshot}, {@code catchup}, {@code quorum}, {@code blocked} or {@code unavailable}. */
    public String type() {
        return set.type;
    }

    /** The fault behind it; empty for none. */
    public String error() {
        return set.error;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DesiredStatus that && Arrays.equals(toJson(), that.toJson());
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
