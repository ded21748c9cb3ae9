// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link AccountLimits} in JSON: names, order and what is left out are nats-server's. */
final class AccountLimitsJson {
    private AccountLimitsJson() {}

    static void write(AccountLimitsBuilder from, JsonWriter out) {
        out.field("max_memory", from.maxMemory);
        out.field("max_storage", from.maxStorage);
        out.field("max_streams", from.maxStreams);
        out.field("max_consumers", from.maxConsumers);
        out.field("max_ack_pending", from.maxAckPending);
        out.field("memory_max_stream_bytes", from.memoryMaxStreamBytes);
        out.field("storage_max_stream_bytes", from.storageMaxStreamBytes);
        out.field("max_bytes_required", from.maxBytesRequired);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, AccountLimitsBuilder to) {
        switch (in.name()) {
            case "max_memory" -> to.maxMemory = in.int64(to.maxMemory);
            case "max_storage" -> to.maxStorage = in.int64(to.maxStorage);
            case "max_streams" -> to.maxStreams = in.integer(to.maxStreams);
            case "max_consumers" -> to.maxConsumers = in.integer(to.maxConsumers);
            case "max_ack_pending" -> to.maxAckPending = in.integer(to.maxAckPending);
            case "memory_max_stream_bytes" -> to.memoryMaxStreamBytes = in.int64(to.memoryMaxStreamBytes);
            case "storage_max_stream_bytes" -> to.storageMaxStreamBytes = in.int64(to.storageMaxStreamBytes);
            case "max_bytes_required" -> to.maxBytesRequired = in.bool(to.maxBytesRequired);
            default -> {
                return false;
            }
        }
        return true;
    }
}
