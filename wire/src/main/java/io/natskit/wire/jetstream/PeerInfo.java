// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server that keeps a copy of a stream or consumer.
 */
public final class PeerInfo {
    // a copy of the builder that nobody changes any more
    private final PeerInfoBuilder set;

    PeerInfo(PeerInfoBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static PeerInfoBuilder builder() {
        return PeerInfoBuilder.unset();
    }

    static @Nullable PeerInfo read(StructReader in, @Nullable PeerInfo old) {
        if (!in.enter("server.PeerInfo")) {
            return in.wasNull() ? null : old;
        }
        PeerInfoBuilder read = old == null ? PeerInfoBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    static List<PeerInfo> readAll(StructReader in, List<PeerInfo> old) {
        if (!in.enterArray("[]*server.PeerInfo")) {
            return in.wasNull() ? List.of() : old;
        }
        List<PeerInfo> read = new ArrayList<>();
        while (in.nextElement()) {
            if (in.enter("server.PeerInfo")) {
                PeerInfoBuilder one = PeerInfoBuilder.unset();
                one.readFields(in);
                read.add(one.build());
            }
        }
        return List.copyOf(read);
    }

    static void writeAll(String name, List<PeerInfo> all, JsonWriter out) {
        if (!all.isEmpty()) {
            out.beginArray(name);
            for (PeerInfo one : all) {
                one.writeTo(out.beginElement());
                out.end();
            }
            out.endArray();
        }
    }

    /** A builder that holds these values. */
    public PeerInfoBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static PeerInfo ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        PeerInfoBuilder read = PeerInfoBuilder.unset();
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
        PeerInfoJson.write(set, out);
    }

    /** Its name. */
    public String name() {
        return set.name;
    }

    /** Whether it was seen lately and is up to date. */
    public boolean current() {
        return set.current;
    }

    /** Whether it was not seen lately. */
    public boolean offline() {
        return set.offline;
    }

    /** How long ago it was seen. */
    public Duration active() {
        return Duration.ofNanos(set.active);
    }

    /** How many operations it is behind. */
    public long lag() {
        return set.lag;
    }

    /** Its id. */
    public String peer() {
        return set.peer;
    }

    /** Whether it is about to join or to leave. */
    public boolean pending() {
        return set.pending;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerInfo that && Arrays.equals(toJson(), that.toJson());
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
