// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.Connection;
import io.natskit.client.internal.routing.ConnectionInternals;
import io.natskit.client.service.ServicesOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What everything here shares: the connection, its inside, the options, and how futures are waited for. */
record Context(Connection connection, ConnectionInternals inside, ServicesOptions options) {

    /** How long calls and starts may take. */
    Duration timeout() {
        return options.timeout().orElseGet(() -> connection.options().requestTimeout());
    }

    /** A subject of discovery. */
    String subject(String verb) {
        return options.prefix() + "." + verb;
    }

    /** Waits for a future whose own deadline ends it. */
    <T extends @Nullable Object> T await(CompletableFuture<T> future, String operation) {
        return inside.await(future, operation);
    }
}
