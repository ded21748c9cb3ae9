// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.Connection;
import io.natskit.client.internal.routing.ConnectionInternals;
import io.natskit.client.service.Services;
import io.natskit.client.service.ServicesOptions;

/** Where the API meets the engine. */
public final class Front {
    private Front() {}

    /** See {@link Services#on(Connection, java.util.function.Consumer)}. */
    public static Services on(Connection connection, ServicesOptions options) {
        return new BlockingServices(new Context(connection, ConnectionInternals.of(connection), options));
    }
}
