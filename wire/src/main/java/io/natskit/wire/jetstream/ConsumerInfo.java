// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.GoTime;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A consumer as it is (row CO-14): immutable. What stands around it in an answer is passed over.
 */
public final class ConsumerInfo {
    // a copy of the builder that nobody changes any more
    private final ConsumerInfoBuilder set;

    ConsumerInfo(ConsumerInfoBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static ConsumerInfoBuilder builder() {
        return ConsumerInfoBuilder.unset();
    }

    static @Nullable ConsumerInfo read(StructReader in, @Nullable ConsumerInfo old) {
        if (!in.enter("server.ConsumerInfo")) {
            return in.wasNull() ? null : old;
        }
        ConsumerInfoBuilder read = old == null ? ConsumerInfoBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    static List<ConsumerInfo> readAll(StructReader in, List<ConsumerInfo> old) {
        if (!in.enterArray("[]*server.ConsumerInfo")) {
            return in.wasNull() ? List.of() : old;
        }
        List<ConsumerInfo> read = new ArrayList<>();
        while (in.nextElement()) {
            if (in.enter("server.ConsumerInfo")) {
                ConsumerInfoBuilder one = ConsumerInfoBuilder.unset();
                one.readFields(in);
                read.add(one.build());
            }
        }
        return List.copyOf(read);
    }

    static void writeAll(String name, List<ConsumerInfo> all, JsonWriter out) {
        if (!all.isEmpty()) {
            out.beginArray(name);
            for (ConsumerInfo one : all) {
                one.writeTo(out.beginElement());
                out.end();
            }
            out.endArray();
        }
    }

    /** A builder that holds these values. */
    public ConsumerInfoBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static ConsumerInfo ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        ConsumerInfoBuilder read = ConsumerInfoBuilder.unset();
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
        ConsumerInfoJson.write(set, out);
    }

    /** As {@link #writeTo}, without the configuration: as monitoring shows it. */
    public void writeWithoutConfigTo(JsonWriter out) {
        ConsumerInfoJson.write(set, false, out);
    }

    /** Its stream. */
    public String streamName() {
        return set.streamName;
    }

    /** Its name. */
    public String name() {
        return set.name;
    }

    /** When it was made. */
    public Instant created() {
        return set.created == null ? GoTime.ZERO : set.created;
    }

    /** How it is set up. */
    public ConsumerConfig config() {
        return set.config;
    }

    /** The last delivery. */
    public SequenceInfo delivered() {
        return set.delivered;
    }

    /** The last place up to which all is acknowledged. */
    public SequenceInfo ackFloor() {
        return set.ackFloor;
    }

    /** How many deliveries wait for their acknowledgement. */
    public long numAckPending() {
        return set.numAckPending;
    }

    /** How many of them were delivered before. */
    public long numRedelivered() {
        return set.numRedelivered;
    }

    /** How many pulls wait. */
    public long numWaiting() {
        return set.numWaiting;
    }

    /** How many matching messages were not delivered yet. */
    public long numPending() {
        return set.numPending;
    }

    /** The servers that keep it. */
    public Optional<ClusterInfo> cluster() {
        return Optional.ofNullable(set.cluster);
    }

    /** Whether somebody listens to its deliver subject. */
    public boolean pushBound() {
        return set.pushBound;
    }

    /** Whether it delivers nothing at present. */
    public boolean paused() {
        return set.paused;
    }

    /** For how long still. */
    public Duration pauseRemaining() {
        return Duration.ofNanos(set.pauseRemaining);
    }

    /** When all this was gathered. */
    public Instant timestamp() {
        return set.timestamp == null ? GoTime.ZERO : set.timestamp;
    }

    /** Who is served in each group. */
    public List<PriorityGroupState> priorityGroups() {
        return set.priorityGroups;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConsumerInfo that && Arrays.equals(toJson(), that.toJson());
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
