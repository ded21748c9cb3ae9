// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages that a store lost to damage.
 */
public final class LostStreamData {
    // a copy of the builder that nobody changes any more
    private final LostStreamDataBuilder set;

    LostStreamData(LostStreamDataBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static LostStreamDataBuilder builder() {
        return LostStreamDataBuilder.unset();
    }

    static @Nullable LostStreamData read(StructReader in, @Nullable LostStreamData old) {
        if (!in.enter("server.LostStreamData")) {
            return in.wasNull() ? null : old;
        }
        LostStreamDataBuilder read = old == null ? LostStreamDataBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    /** A builder that holds these values. */
    public LostStreamDataBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static LostStreamData ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        LostStreamDataBuilder read = LostStreamDataBuilder.unset();
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
        LostStreamDataJson.write(set, out);
    }

    /** Their sequences. */
    public long[] messages() {
        return set.messages.clone();
    }

    /** How many bytes were lost. */
    public long bytes() {
        return set.bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LostStreamData that && Arrays.equals(toJson(), that.toJson());
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
