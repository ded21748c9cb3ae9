// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.account;

import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.jetstream.validation.Surroundings;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a stream of an account is checked against. */
final class AccountSurroundings implements Surroundings {
    private final JetStreamAccount account;

    AccountSurroundings(JetStreamAccount account) {
        this.account = account;
    }

    @Override
    public Duration duplicateWindowMax() {
        return account.options().limits().duplicateWindow();
    }

    @Override
    public @Nullable StreamConfig stream(String name) {
        Stream stream = account.find(name);
        return stream == null ? null : stream.config();
    }

    @Override
    public boolean maxBytesRequired() {
        return account.limits().maxBytesRequired();
    }

    @Override
    public long maxStreamBytes(StorageType storage) {
        return storage == StorageType.MEMORY
                ? account.limits().memoryMaxStreamBytes()
                : account.limits().fileMaxStreamBytes();
    }
}
