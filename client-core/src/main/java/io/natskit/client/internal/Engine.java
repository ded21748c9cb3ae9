// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.ClientResources;
import io.natskit.client.Connection;
import io.natskit.client.Options;
import io.natskit.client.ResourcesOptions;
import java.util.concurrent.CompletableFuture;

/** Where the front door meets the implementation: starts connections and the resources they share. */
public final class Engine {

    private Engine() {}

    /** See {@link io.natskit.Nats#connect(Options)}. */
    public static Connection connect(Options options) {
        throw new UnsupportedOperationException("comes with the session");
    }

    /** See {@link io.natskit.Nats#connectAsync(Options)}. */
    public static CompletableFuture<Connection> connectAsync(Options options) {
        throw new UnsupportedOperationException("comes with the session");
    }

    /** See {@link io.natskit.Nats#resources()}. */
    public static ClientResources resources(ResourcesOptions options) {
        throw new UnsupportedOperationException("comes with the session");
    }
}
