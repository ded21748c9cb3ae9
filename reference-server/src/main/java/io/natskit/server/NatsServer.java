// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.config.ServerOptions;
import io.natskit.server.session.ClosedConnection;
import io.natskit.server.session.ClosedReason;
import io.natskit.wire.inprocess.InProcessListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A NATS server inside this JVM. Made by {@link #builder()}; runs from {@link NatsServerBuilder#start()} to {@link #close()} on threads of its own,
 * which do not keep the JVM alive. Safe on any thread. Example:
 *
 * <pre>{@code
 * try (NatsServer server = NatsServer.builder().start()) {
 *     connect(server.url());
 * }
 * }</pre>
 */
public final class NatsServer implements AutoCloseable {
    private final RunningServer running;

    NatsServer(RunningServer running) {
        this.running = running;
    }

    /** A builder of a server on a free port of the loopback address. */
    public static NatsServerBuilder builder() {
        return new NatsServerBuilder();
    }

    /** The URL that clients connect to, such as {@code nats://127.0.0.1:4222}. Throws {@link IllegalStateException} if it does not listen. */
    public String url() {
        return running.url();
    }

    /** The port listened on, -1 if it does not listen. */
    public int port() {
        return running.port();
    }

    /** The address listened on. */
    public String host() {
        return running.host();
    }

    /** The port listened on for WebSocket, -1 if there is none. */
    public int webSocketPort() {
        return running.webSocketPort();
    }

    /**
     * The URL of the WebSocket listener, such as {@code ws://127.0.0.1:8080}. Throws {@link IllegalStateException} if there is none.
     */
    public String webSocketUrl() {
        return running.webSocketUrl();
    }

    /** The server's id, as INFO shows it. */
    public String serverId() {
        return running.facts().id();
    }

    /** The server's name, as INFO shows it. */
    public String serverName() {
        return running.facts().name();
    }

    /** The options that it runs with. */
    public ServerOptions options() {
        return running.options();
    }

    /** Takes connections without a socket. */
    public InProcessListener inProcess() {
        return running::connectInProcess;
    }

    /** The number of connected clients. */
    public int clientCount() {
        return running.clientCount();
    }

    /** The number of subscriptions in all accounts. */
    public int subscriptionCount() {
        return running.subscriptionCount();
    }

    /** The connections that ended lately, the oldest first: each as {@code cid: reason}, in the words of nats-server's monitoring. */
    public List<ClosedClient> closedClients() {
        return running.closed().stream().map(ClosedClient::of).toList();
    }

    /**
     * A connection that ended.
     *
     * @param id its number
     * @param name the name that it gave itself, or null
     * @param reason in the words of nats-server's monitoring
     */
    public record ClosedClient(long id, @Nullable String name, String reason) {
        static ClosedClient of(ClosedConnection one) {
            return new ClosedClient(one.id(), one.name(), one.reason().text());
        }
    }

    /** Closes one client as an administrator would; false if there is no such client. */
    public boolean disconnect(long clientId) {
        return running.disconnect(clientId, ClosedReason.KICKED);
    }

    /**
     * Checks that what the server keeps in several places agrees: interest, connections, accounts, waiting output. Throws
     * {@link IllegalStateException} with what does not. Meant for moments without traffic, as at the end of a test.
     */
    public void checkInvariants() {
        running.checkInvariants();
    }

    /** Closes all connections and the port, and ends the threads. Returns when that is done; a second call does nothing. */
    @Override
    public void close() {
        running.close();
    }
}
