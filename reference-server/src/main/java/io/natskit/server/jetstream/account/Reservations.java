// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.account;

import io.natskit.server.config.JetStreamAccountOptions;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;

/** Whether an account and the server have room for what a stream says that it may become (JA-32). On the account's home loop. */
public final class Reservations {
    private final JetStreamAccount account;

    Reservations(JetStreamAccount account) {
        this.account = account;
    }

    /** A stream that is to be made: how many there may be, and its room. Throws {@link ApiException}. */
    public void checkNewStream(StreamConfig config) {
        if (!account.limits().isForSingleReplicas()) {
            throw new ApiException(JetStreamError.NO_LIMITS);
        }
        int most = account.limits().maxStreams();
        if (most > 0 && account.streamCountBesides(config.name()) >= most) {
            throw new ApiException(JetStreamError.MAXIMUM_STREAMS_LIMIT);
        }
        check(config, account.reserved(config.storage(), config.name()), 0);
    }

    /** The room of a stream beside what is promised to others already. Throws {@link ApiException}. */
    public void check(StreamConfig config, long reserved, long offset) {
        JetStreamAccountOptions limits = account.limits();
        if (config.maxConsumers() > 0 && limits.maxConsumers() > 0 && config.maxConsumers() > limits.maxConsumers()) {
            throw new ApiException(JetStreamError.MAXIMUM_CONSUMERS_LIMIT);
        }
        StorageType storage = config.storage();
        boolean memory = storage == StorageType.MEMORY;
        long bytes = (config.maxBytes() < 0 ? 1 : config.maxBytes()) + offset;
        long most = memory ? limits.maxMemoryBytes() : limits.maxFileBytes();
        boolean account = most >= 0 && (reserved > most || bytes > most - reserved);
        long promised = this.account.server().reserved(storage);
        long capacity = this.account.server().capacity(storage);
        if (account || promised > capacity || bytes > capacity - promised) {
            throw new ApiException(
                    memory ? JetStreamError.MEMORY_RESOURCES_EXCEEDED : JetStreamError.STORAGE_RESOURCES_EXCEEDED);
        }
    }
}
