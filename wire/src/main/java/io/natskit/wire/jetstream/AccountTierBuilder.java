// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;

/** Collects the values of a {@link AccountTier}. Confined to one thread; may be used again after {@link #build()}. */
public final class AccountTierBuilder {
    long memory;
    long storage;
    long reservedMemory;
    long reservedStorage;
    long streams;
    long consumers;
    AccountLimits limits = AccountLimits.EMPTY;

    private AccountTierBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static AccountTierBuilder unset() {
        return new AccountTierBuilder();
    }

    /** A builder with the same values. */
    AccountTierBuilder copy() {
        AccountTierBuilder copy = new AccountTierBuilder();
        copy.memory = memory;
        copy.storage = storage;
        copy.reservedMemory = reservedMemory;
        copy.reservedStorage = reservedStorage;
        copy.streams = streams;
        copy.consumers = consumers;
        copy.limits = limits;
        return copy;
    }

    /** Bytes used in memory. */
    public AccountTierBuilder memory(long memory) {
        this.memory = memory;
        return this;
    }

    /** Bytes used on disk. */
    public AccountTierBuilder storage(long storage) {
        this.storage = storage;
        return this;
    }

    /** Bytes promised in memory. */
    public AccountTierBuilder reservedMemory(long reservedMemory) {
        this.reservedMemory = reservedMemory;
        return this;
    }

    /** Bytes promised on disk. */
    public AccountTierBuilder reservedStorage(long reservedStorage) {
        this.reservedStorage = reservedStorage;
        return this;
    }

    /** How many streams there are. */
    public AccountTierBuilder streams(long streams) {
        this.streams = streams;
        return this;
    }

    /** How many consumers there are. */
    public AccountTierBuilder consumers(long consumers) {
        this.consumers = consumers;
        return this;
    }

    /** What may be used. */
    public AccountTierBuilder limits(AccountLimits limits) {
        this.limits = limits;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return AccountTierJson.read(in, this);
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
    public AccountTier build() {
        return new AccountTier(copy());
    }
}
