// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;

/** Collects the values of a {@link AccountLimits}. Confined to one thread; may be used again after {@link #build()}. */
public final class AccountLimitsBuilder {
    long maxMemory;
    long maxStorage;
    long maxStreams;
    long maxConsumers;
    long maxAckPending;
    long memoryMaxStreamBytes;
    long storageMaxStreamBytes;
    boolean maxBytesRequired;

    private AccountLimitsBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static AccountLimitsBuilder unset() {
        return new AccountLimitsBuilder();
    }

    /** A builder with the same values. */
    AccountLimitsBuilder copy() {
        AccountLimitsBuilder copy = new AccountLimitsBuilder();
        copy.maxMemory = maxMemory;
        copy.maxStorage = maxStorage;
        copy.maxStreams = maxStreams;
        copy.maxConsumers = maxConsumers;
        copy.maxAckPending = maxAckPending;
        copy.memoryMaxStreamBytes = memoryMaxStreamBytes;
        copy.storageMaxStreamBytes = storageMaxStreamBytes;
        copy.maxBytesRequired = maxBytesRequired;
        return copy;
    }

    /** Bytes in memory. */
    public AccountLimitsBuilder maxMemory(long maxMemory) {
        this.maxMemory = maxMemory;
        return this;
    }

    /** Bytes on disk. */
    public AccountLimitsBuilder maxStorage(long maxStorage) {
        this.maxStorage = maxStorage;
        return this;
    }

    /** Streams. */
    public AccountLimitsBuilder maxStreams(long maxStreams) {
        this.maxStreams = maxStreams;
        return this;
    }

    /** Consumers. */
    public AccountLimitsBuilder maxConsumers(long maxConsumers) {
        this.maxConsumers = maxConsumers;
        return this;
    }

    /** Unacknowledged deliveries of a consumer. */
    public AccountLimitsBuilder maxAckPending(long maxAckPending) {
        this.maxAckPending = maxAckPending;
        return this;
    }

    /** Bytes of one stream in memory. */
    public AccountLimitsBuilder memoryMaxStreamBytes(long memoryMaxStreamBytes) {
        this.memoryMaxStreamBytes = memoryMaxStreamBytes;
        return this;
    }

    /** Bytes of one stream on disk. */
    public AccountLimitsBuilder storageMaxStreamBytes(long storageMaxStreamBytes) {
        this.storageMaxStreamBytes = storageMaxStreamBytes;
        return this;
    }

    /** Whether each stream must say how many bytes it may have. */
    public AccountLimitsBuilder maxBytesRequired(boolean maxBytesRequired) {
        this.maxBytesRequired = maxBytesRequired;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return AccountLimitsJson.read(in, this);
    }

    /** Takes all fields of the object that was entered. */
    void readFields(StructReader in) {
        while (in.next()) {
            if (!readField(in)) {
                in.unknown();
            }
        }
    }

    /** The values as they are now. */
    public AccountLimits build() {
        return new AccountLimits(copy());
    }
}
