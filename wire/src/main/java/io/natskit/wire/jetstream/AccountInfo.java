// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an account uses and may use (row JA-01): immutable. With tiers the totals stand here, and the limits in the tiers.
 */
public final class AccountInfo {
    // a copy of the builder that nobody changes any more
    private final AccountInfoBuilder set;

    AccountInfo(AccountInfoBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static AccountInfoBuilder builder() {
        return AccountInfoBuilder.unset();
    }

    static @Nullable AccountInfo read(StructReader in, @Nullable AccountInfo old) {
        if (!in.enter("server.JetStreamAccountStats")) {
            return in.wasNull() ? null : old;
        }
        AccountInfoBuilder read = old == null ? AccountInfoBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    /** A builder that holds these values. */
    public AccountInfoBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static AccountInfo ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        AccountInfoBuilder read = AccountInfoBuilder.unset();
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
        AccountInfoJson.write(set, out);
    }

    /** Bytes used in memory. */
    public long memory() {
        return set.memory;
    }

    /** Bytes used on disk. */
    public long storage() {
        return set.storage;
    }

    /** Bytes promised in memory. */
    public long reservedMemory() {
        return set.reservedMemory;
    }

    /** Bytes promised on disk. */
    public long reservedStorage() {
        return set.reservedStorage;
    }

    /** How many streams there are. */
    public long streams() {
        return set.streams;
    }

    /** How many consumers there are. */
    public long consumers() {
        return set.consumers;
    }

    /** What may be used. */
    public AccountLimits limits() {
        return set.limits;
    }

    /** The domain; empty for none. */
    public String domain() {
        return set.domain;
    }

    /** How the API was used. */
    public ApiStats api() {
        return set.api;
    }

    /** Each tier by its name. */
    public Map<String, AccountTier> tiers() {
        return set.tiers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccountInfo that && Arrays.equals(toJson(), that.toJson());
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
