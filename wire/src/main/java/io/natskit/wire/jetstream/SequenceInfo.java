// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A place in a consumer and in its stream.
 */
public final class SequenceInfo {
    // a copy of the builder that nobody changes any more
    private final SequenceInfoBuilder set;

    SequenceInfo(SequenceInfoBuilder set) {
        this.set = set;
    }

    static final SequenceInfo EMPTY = SequenceInfoBuilder.unset().build();

    /** A builder without values. */
    public static SequenceInfoBuilder builder() {
        return SequenceInfoBuilder.unset();
    }

    static SequenceInfo read(StructReader in, SequenceInfo old) {
        if (!in.enter("server.SequenceInfo")) {
            return old;
        }
        SequenceInfoBuilder read = old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    /** A builder that holds these values. */
    public SequenceInfoBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static SequenceInfo ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        SequenceInfoBuilder read = SequenceInfoBuilder.unset();
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
        SequenceInfoJson.write(set, out);
    }

    /** The number of the delivery. */
    public long consumer() {
        return set.consumer;
    }

    /** The stream's sequence. */
    public long stream() {
        return set.stream;
    }

    /** When it moved last. */
    public Optional<Instant> lastActive() {
        return Optional.ofNullable(set.lastActive);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceInfo that && Arrays.equals(toJson(), that.toJson());
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
