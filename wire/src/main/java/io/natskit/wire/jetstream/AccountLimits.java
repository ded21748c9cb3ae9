// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What an account may use, -1 for no bound (row JA-01).
 */
public final class AccountLimits {
    // a copy of the builder that nobody changes any more
    private final AccountLimitsBuilder set;

    AccountLimits(AccountLimitsBuilder set) {
        this.set = set;
    }

    static final AccountLimits EMPTY = AccountLimitsBuilder.unset().build();

    /** A builder without values. */
    public static AccountLimitsBuilder builder() {
        return AccountLimitsBuilder.unset();
    }

    static AccountLimits read(StructReader in, AccountLimits old) {
        if (!in.enter("server.JetStreamAccountLimits")) {
            return old;
        }
        AccountLimitsBuilder read = old.toBuilder();
        read.readFields(in);
        return read.build();
    }

    /** A builder that holds these values. */
    public AccountLimitsBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static AccountLimits ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        AccountLimitsBuilder read = AccountLimitsBuilder.unset();
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
        AccountLimitsJson.write(set, out);
    }

    /** Bytes in memory. */
    public long maxMemory() {
        return set.maxMemory;
    }

    /** Bytes on disk. */
    public long maxStorage() {
        return set.maxStorage;
    }

    /** Streams. */
    public long maxStreams() {
        return set.maxStreams;
    }

    /** Consumers. */
    public long maxConsumers() {
        return set.maxConsumers;
    }

    /** Unacknowledged deliveries of a consumer. */
    public long maxAckPending() {
        return set.maxAckPending;
    }

    /** Bytes of one stream in memory. */
    public long memoryMaxStreamBytes() {
        return set.memoryMaxStreamBytes;
    }

    /** Bytes of one stream on disk. */
    public long storageMaxStreamBytes() {
        return set.storageMaxStreamBytes;
    }

    /** Whether each stream must say how many bytes it may have. */
    public boolean maxBytesRequired() {
        return set.maxBytesRequired;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccountLimits that && Arrays.equals(toJson(), that.toJson());
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
