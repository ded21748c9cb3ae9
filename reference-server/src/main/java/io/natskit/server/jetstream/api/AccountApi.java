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
        json.field("memory", account.used(StorageType.MEMORY))
                .field("storage", account.used(StorageType.FILE))
                .field("reserved_memory", account.reserved(StorageType.MEMORY, null))
                .field("reserved_storage", account.reserved(StorageType.FILE, null))
                .field("streams", account.streamCount())
                .field("consumers", consumers);
        JetStreamAccountOptions limits = account.limits();
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
        json.fieldIfPresent("domain", account.options().domain());
        json.begin("api")
                .field("level", Api.LEVEL)
                .field("total", account.apiTotal().get() - 1)
                .field("errors", account.apiErrors().get())
                .end();
    }
}
