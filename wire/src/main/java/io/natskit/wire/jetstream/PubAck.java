// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a publish that was stored (row PB-01): immutable.
 */
public final class PubAck {
    // a copy of the builder that nobody changes any more
    private final PubAckBuilder set;

    PubAck(PubAckBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static PubAckBuilder builder() {
        return PubAckBuilder.unset();
    }

    /**
     * Reads the answer to a publish; null if it is an error, which {@link ApiError#find} then has. Cheap: no tree, and a stream whose name
     * is {@code known} costs no text. Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static @Nullable PubAck read(byte[] json, int offset, int length, String known) {
        return new PubAckReader(json, offset, length).read(known);
    }

    /** An acknowledgement of one message. */
    public static PubAck of(String stream, long sequence) {
        return builder().stream(stream).sequence(sequence).build();
    }

    static @Nullable PubAck read(StructReader in, @Nullable PubAck old) {
        if (!in.enter("server.PubAck")) {
            return in.wasNull() ? null : old;
        }
        PubAckBuilder read = old == null ? PubAckBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    /** A builder that holds these values. */
    public PubAckBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static PubAck ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        PubAckBuilder read = PubAckBuilder.unset();
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
        PubAckJson.write(set, out);
    }

    /** The stream. */
    public String stream() {
        return set.stream;
    }

    /** The sequence that the message has. */
    public long sequence() {
        return set.sequence;
    }

    /** The domain; empty for none. */
    public String domain() {
        return set.domain;
    }

    /** Whether the message was there before, by its id. */
    public boolean duplicate() {
        return set.duplicate;
    }

    /** What a counter holds now, as decimal digits; empty for none. */
    public String value() {
        return set.value;
    }

    /** The id of the batch that it ends; empty for none. */
    public String batch() {
        return set.batch;
    }

    /** How many messages the batch had. */
    public long batchSize() {
        return set.batchSize;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PubAck that && Arrays.equals(toJson(), that.toJson());
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
