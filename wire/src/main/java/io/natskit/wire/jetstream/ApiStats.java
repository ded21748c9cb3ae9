// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How the API was used (row JA-01).
 */
public final class ApiStats {
    // a copy of the builder that nobody changes any more
    private final ApiStatsBuilder set;

    ApiStats(ApiStatsBuilder set) {
        this.set = set;
    }

    static final ApiStats EMPTY = ApiStatsBuilder.unset().build();

    /** A builder without values. */
    public static ApiStatsBuilder builder() {
        return ApiStatsBuilder.unset();
    }

    static ApiStats read(StructReader in, ApiStats old) {
        if (!in.enter("server.JetStreamAPIStats")) {
            return old;
        }
        ApiStatsBuilder read = old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    /** A builder that holds these values. */
    public ApiStatsBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static ApiStats ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        ApiStatsBuilder read = ApiStatsBuilder.unset();
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
        ApiStatsJson.write(set, out);
    }

    /** The API level of the server. */
    public int level() {
        return set.level;
    }

    /** How many requests there were. */
    public long total() {
        return set.total;
    }

    /** How many failed. */
    public long errors() {
        return set.errors;
    }

    /** How many are being served. */
    public long inflight() {
        return set.inflight;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiStats that && Arrays.equals(toJson(), that.toJson());
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
