// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is served in a priority group (row CO-12).
 */
public final class PriorityGroupState {
    // a copy of the builder that nobody changes any more
    private final PriorityGroupStateBuilder set;

    PriorityGroupState(PriorityGroupStateBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static PriorityGroupStateBuilder builder() {
        return PriorityGroupStateBuilder.unset();
    }

    static @Nullable PriorityGroupState read(StructReader in, @Nullable PriorityGroupState old) {
        if (!in.enter("server.PriorityGroupState")) {
            return in.wasNull() ? null : old;
        }
        PriorityGroupStateBuilder read = old == null ? PriorityGroupStateBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    static List<PriorityGroupState> readAll(StructReader in, List<PriorityGroupState> old) {
        if (!in.enterArray("[]*server.PriorityGroupState")) {
            return in.wasNull() ? List.of() : old;
        }
        List<PriorityGroupState> read = new ArrayList<>();
        while (in.nextElement()) {
            if (in.enter("server.PriorityGroupState")) {
                PriorityGroupStateBuilder one = PriorityGroupStateBuilder.unset();
                one.readFields(in);
                read.add(one.build());
            }
        }
        return List.copyOf(read);
    }

    static void writeAll(String name, List<PriorityGroupState> all, JsonWriter out) {
        if (!all.isEmpty()) {
            out.beginArray(name);
            for (PriorityGroupState one : all) {
                one.writeTo(out.beginElement());
                out.end();
            }
            out.endArray();
        }
    }

    /** A builder that holds these values. */
    public PriorityGroupStateBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static PriorityGroupState ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        PriorityGroupStateBuilder read = PriorityGroupStateBuilder.unset();
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
        PriorityGroupStateJson.write(set, out);
    }

    /** Its name. */
    public String group() {
        return set.group;
    }

    /** The id that the pinned client was given; empty for none. */
    public String pinnedClientId() {
        return set.pinnedClientId;
    }

    /** Since when it is pinned. */
    public Optional<Instant> pinnedTime() {
        return Optional.ofNullable(set.pinnedTime);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PriorityGroupState that && Arrays.equals(toJson(), that.toJson());
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
