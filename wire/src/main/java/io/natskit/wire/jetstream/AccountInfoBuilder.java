// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.util.Map;

/** Collects the values of a {@link AccountInfo}. Confined to one thread; may be used again after {@link #build()}. */
public final class AccountInfoBuilder {
    long memory;
    long storage;
    long reservedMemory;
    long reservedStorage;
    long streams;
    long consumers;
    AccountLimits limits = AccountLimits.EMPTY;
    String domain = "";
    ApiStats api = ApiStats.EMPTY;
    Map<String, AccountTier> tiers = Map.of();

    private AccountInfoBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static AccountInfoBuilder unset() {
        return new AccountInfoBuilder();
    }

    /** A builder with the same values. */
    AccountInfoBuilder copy() {
        AccountInfoBuilder copy = new AccountInfoBuilder();
        copy.memory = memory;
        copy.storage = storage;
        copy.reservedMemory = reservedMemory;
        copy.reservedStorage = reservedStorage;
        copy.streams = streams;
        copy.consumers = consumers;
        copy.limits = limits;
        copy.domain = domain;
        copy.api = api;
        copy.tiers = tiers;
        return copy;
    }

    /** Bytes used in memory. */
    public AccountInfoBuilder memory(long memory) {
        this.memory = memory;
        return this;
    }

    /** Bytes used on disk. */
    public AccountInfoBuilder storage(long storage) {
        this.storage = storage;
        return this;
    }

    /** Bytes promised in memory. */
    public AccountInfoBuilder reservedMemory(long reservedMemory) {
        this.reservedMemory = reservedMemory;
        return this;
    }

    /** Bytes promised on disk. */
    public AccountInfoBuilder reservedStorage(long reservedStorage) {
        this.reservedStorage = reservedStorage;
        return this;
    }

    /** How many streams there are. */
    public AccountInfoBuilder streams(long streams) {
        this.streams = streams;
        return this;
    }

    /** How many consumers there are. */
    public AccountInfoBuilder consumers(long consumers) {
        this.consumers = consumers;
        return this;
    }

    /** What may be used. */
    public AccountInfoBuilder limits(AccountLimits limits) {
        this.limits = limits;
        return this;
    }

    /** The domain; empty for none. */
    public AccountInfoBuilder domain(String domain) {
        this.domain = domain;
        return this;
    }

    /** How the API was used. */
    public AccountInfoBuilder api(ApiStats api) {
        this.api = api;
        return this;
    }

    /** Each tier by its name. */
    public AccountInfoBuilder tiers(Map<String, AccountTier> tiers) {
        this.tiers = Map.copyOf(tiers);
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return AccountInfoJson.read(in, this);
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
    public AccountInfo build() {
        return new AccountInfo(copy());
    }
}
