// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.config.JetStreamAccountOptions;
import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.json.JsonWriter;
import java.util.List;

/** What an account has taken and may take (JA-01). On the account's home loop. */
public final class AccountApi {
    private static final JetStreamAccountOptions NO_LIMITS = JetStreamAccountOptions.builder()
            .maxMemoryBytes(0)
            .maxFileBytes(0)
            .maxStreams(0)
            .maxConsumers(0)
            .maxAckPending(0)
            .memoryMaxStreamBytes(0)
            .fileMaxStreamBytes(0)
            .build();

    private AccountApi() {}

    /** The rows of the table. */
    public static List<Operation> operations() {
        return List.of(Operation.info("INFO", "account_info", AccountApi::info));
    }

    private static void info(ApiRequest request) {
        JetStreamAccount account = request.account();
        long consumers = 0;
        for (Stream stream : account.streams()) {
            consumers += stream.consumerCount();
        }
        long all = consumers;
        request.answer(json -> write(account, all, json));
    }

    private static void write(JetStreamAccount account, long consumers, JsonWriter json) {
        JetStreamAccountOptions limits = account.limits();
        Taken taken = Taken.by(account, consumers);
        boolean tiered = !limits.tiers().isEmpty();
        // in tiers, the totals have no limits of their own
        taken.write(tiered ? NO_LIMITS : limits, json);
        json.fieldIfPresent("domain", account.options().domain());
        json.begin("api")
                .field("level", Api.LEVEL)
                .field("total", account.apiTotal().get() - 1)
                .field("errors", account.apiErrors().get())
                .end();
        if (tiered) {
            json.begin("tiers");
            limits.tiers().forEach((name, tier) -> {
                json.begin(name);
                (name.equals(JetStreamAccountOptions.SINGLE) ? taken : Taken.NOTHING).write(tier, json);
                json.end();
            });
            json.end();
        }
    }

    /** What streams have taken. */
    private record Taken(
            long memory, long storage, long reservedMemory, long reservedStorage, long streams, long consumers) {
        /** By streams that this server, which is alone, cannot have. */
        static final Taken NOTHING = new Taken(0, 0, 0, 0, 0, 0);

        static Taken by(JetStreamAccount account, long consumers) {
            return new Taken(
                    account.used(StorageType.MEMORY),
                    account.used(StorageType.FILE),
                    account.reserved(StorageType.MEMORY, null),
                    account.reserved(StorageType.FILE, null),
                    account.streamCount(),
                    consumers);
        }

        void write(JetStreamAccountOptions limits, JsonWriter json) {
            json.field("memory", memory)
                    .field("storage", storage)
                    .field("reserved_memory", reservedMemory)
                    .field("reserved_storage", reservedStorage)
                    .field("streams", streams)
                    .field("consumers", consumers);
            json.begin("limits")
                    .field("max_memory", limits.maxMemoryBytes())
                    .field("max_storage", limits.maxFileBytes())
                    .field("max_streams", limits.maxStreams())
                    .field("max_consumers", limits.maxConsumers())
                    .field("max_ack_pending", limits.maxAckPending())
                    .field("memory_max_stream_bytes", limits.memoryMaxStreamBytes())
                    .field("storage_max_stream_bytes", limits.fileMaxStreamBytes())
                    .field("max_bytes_required", limits.maxBytesRequired())
                    .end();
        }
    }
}
