// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server that shall keep a copy of a stream or consumer.
 */
public final class DesiredPeer {
    // a copy of the builder that nobody changes any more
    private final DesiredPeerBuilder set;

    DesiredPeer(DesiredPeerBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static DesiredPeerBuilder builder() {
        return DesiredPeerBuilder.unset();
    }

    static @Nullable DesiredPeer read(StructReader in, @Nullable DesiredPeer old) {
        if (!in.enter("server.DesiredPeerInfo")) {
            return in.wasNull() ? null : old;
        }
        DesiredPeerBuilder read = old == null ? DesiredPeerBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    static List<DesiredPeer> readAll(StructReader in, List<DesiredPeer> old) {
        if (!in.enterArray("[]*server.DesiredPeerInfo")) {
            return in.wasNull() ? List.of() : old;
        }
        List<DesiredPeer> read = new ArrayList<>();
        while (in.nextElement()) {
            if (in.enter("server.DesiredPeerInfo")) {
                DesiredPeerBuilder one = DesiredPeerBuilder.unset();
                one.readFields(in);
                read.add(one.build());
            }
        }
        return List.copyOf(read);
    }

    static void writeAll(String name, List<DesiredPeer> all, JsonWriter out) {
        if (!all.isEmpty()) {
            out.beginArray(name);
            for (DesiredPeer one : all) {
                one.writeTo(out.beginElement());
                out.end();
            }
            out.endArray();
        }
    }

    /** A builder that holds these values. */
    public DesiredPeerBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static DesiredPeer ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        DesiredPeerBuilder read = DesiredPeerBuilder.unset();
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
        DesiredPeerJson.write(set, out);
    }

    /** Its name. */
    public String name() {
        return set.name;
    }

    /** Whether it was not seen lately. */
    public boolean offline() {
        return set.offline;
    }

    /** Its id. */
    public String peer() {
        return set.peer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DesiredPeer that && Arrays.equals(toJson(), that.toJson());
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
