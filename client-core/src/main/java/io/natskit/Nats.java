// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit;

import io.natskit.client.ClientResources;
import io.natskit.client.Connection;
import io.natskit.client.Options;
import io.natskit.client.ResourcesOptions;
import io.natskit.client.internal.Engine;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The front door of the client. Nothing here keeps state.
 *
 * <pre>{@code
 * try (Connection c = Nats.connect("nats://localhost:4222")) {
 *     c.subscribe("greet.*", m -> m.reply("hello " + m.text()));
 *     System.out.println(c.request("greet.you", "world".getBytes()).text());
 * }
 * }</pre>
 */
public final class Nats {

    private Nats() {}

    /** Connects to {@code nats://localhost:4222}; see {@link #connect(Options)}. */
    public static Connection connect() {
        return connect(Options.defaults());
    }

    /** Connects to a server, or to one of several with commas between; see {@link #connect(Options)}. */
    public static Connection connect(String url) {
        return connect(options -> options.servers(url));
    }

    /** Connects with the defaults, changed by {@code spec}; see {@link #connect(Options)}. */
    public static Connection connect(Consumer<Options.Builder> spec) {
        return connect(Options.of(spec));
    }

    /**
     * Connects: tries each server of the pool once, each within {@link io.natskit.client.ServersOptions#connectTimeout()}.
     *
     * @return a connection that is logged in (or still trying, with {@link io.natskit.client.ServersOptions#retryFirstConnect()})
     * @throws io.natskit.client.ConnectFailedException when no server could be reached
     * @throws io.natskit.client.AuthenticationException when the last one refused the credentials
     * @throws io.natskit.client.InterruptedWaitException when interrupted; nothing is left behind
     */
    public static Connection connect(Options options) {
        return Engine.connect(options);
    }

    /** Connects without waiting; the future fails as {@link #connect(Options)} throws. Cancelling it gives up. */
    public static CompletableFuture<Connection> connectAsync(Options options) {
        return Engine.connectAsync(options);
    }

    /** Connects without waiting, with the defaults changed by {@code spec}; see {@link #connectAsync(Options)}. */
    public static CompletableFuture<Connection> connectAsync(Consumer<Options.Builder> spec) {
        return connectAsync(Options.of(spec));
    }

    /** Threads for connections to share, with the defaults. The caller closes them, after the connections. */
    public static ClientResources resources() {
        return resources(spec -> {});
    }

    /** Threads for connections to share, with the defaults changed by {@code spec}. The caller closes them, after the connections. */
    public static ClientResources resources(Consumer<ResourcesOptions.Builder> spec) {
        return Engine.resources(ResourcesOptions.of(spec));
    }
}
