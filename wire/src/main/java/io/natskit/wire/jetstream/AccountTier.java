// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an account uses and may use in one tier, as {@code R1} (row JA-01).
 */
public final class AccountTier {
    // a copy of the builder that nobody changes any more
    private final AccountTierBuilder set;

    AccountTier(AccountTierBuilder set) {
        this.set = set;
    }

    /** A builder without values. */
    public static AccountTierBuilder builder() {
        return AccountTierBuilder.unset();
    }

    static Map<String, AccountTier> readMap(StructReader in, Map<String, AccountTier> old) {
        if (!in.enterMap("map[string]server.JetStreamTier")) {
            return in.wasNull() ? Map.of() : old;
        }
        Map<String, AccountTier> read = new LinkedHashMap<>(old);
        while (in.nextEntry()) {
            String name = in.key();
            AccountTier tier = read(in, null);
            if (tier != null) {
                read.put(name, tier);
            }
        }
        return Collections.unmodifiableMap(read);
    }

    static void writeMap(String name, Map<String, AccountTier> tiers, JsonWriter out) {
        if (!tiers.isEmpty()) {
            out.begin(name);
            new TreeMap<>(tiers).forEach((tier, value) -> {
                value.writeTo(out.begin(tier));
                out.end();
            });
            out.end();
        }
    }

    static @Nullable AccountTier read(StructReader in, @Nullable AccountTier old) {
        if (!in.enter("server.JetStreamTier")) {
            return in.wasNull() ? null : old;
        }
        AccountTierBuilder read = old == null ? AccountTierBuilder.unset() : old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    /** A builder that holds these values. */
    public AccountTierBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static AccountTier ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        AccountTierBuilder read = AccountTierBuilder.unset();
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
        AccountTierJson.write(set, out);
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

    @Override
    public boolean equals(Object other) {
        return other instanceof AccountTier that && Arrays.equals(toJson(), that.toJson());
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
