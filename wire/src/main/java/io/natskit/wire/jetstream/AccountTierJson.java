// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link AccountTier} in JSON: names, order and what is left out are nats-server's. */
final class AccountTierJson {
    private AccountTierJson() {}

    static void write(AccountTierBuilder from, JsonWriter out) {
        out.unsigned("memory", from.memory);
        out.unsigned("storage", from.storage);
        out.unsigned("reserved_memory", from.reservedMemory);
        out.unsigned("reserved_storage", from.reservedStorage);
        out.field("streams", from.streams);
        out.field("consumers", from.consumers);
        from.limits.writeTo(out.begin("limits"));
        out.end();
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, AccountTierBuilder to) {
        switch (in.name()) {
            case "memory" -> to.memory = in.uint64(to.memory);
            case "storage" -> to.storage = in.uint64(to.storage);
            case "reserved_memory" -> to.reservedMemory = in.uint64(to.reservedMemory);
            case "reserved_storage" -> to.reservedStorage = in.uint64(to.reservedStorage);
            case "streams" -> to.streams = in.integer(to.streams);
            case "consumers" -> to.consumers = in.integer(to.consumers);
            case "limits" -> to.limits = AccountLimits.read(in, to.limits);
            default -> {
                return false;
            }
        }
        return true;
    }
}
