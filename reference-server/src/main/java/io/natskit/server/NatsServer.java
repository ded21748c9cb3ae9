// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.config.ServerOptions;
import io.natskit.server.session.ClosedConnection;
import io.natskit.server.session.ClosedReason;
import io.natskit.wire.inprocess.InProcessListener;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

    NatsServer(RunningServer running, @Nullable Supplier<ServerOptions> source) {
        this.running = running;
        running.reloadsFrom(source);
    }

    /** A builder of a server on a free port of the loopback address. */
    public static NatsServerBuilder builder() {
        return new NatsServerBuilder();
    }

    /** The URL that clients connect to, such as {@code nats://127.0.0.1:4222}. Throws {@link IllegalStateException} if it does not listen. */
    public String url() {
        return running.doors().url();
    }

    /** The port listened on, -1 if it does not listen. */
    public int port() {
        return running.doors().port();
    }

    /** The address listened on. */
    public String host() {
        return running.doors().host();
    }

    /** The port listened on for WebSocket, -1 if there is none. */
    public int webSocketPort() {
        return running.doors().webSocketPort();
    }

    /**
     * The URL of the WebSocket listener, such as {@code ws://127.0.0.1:8080}. Throws {@link IllegalStateException} if there is none.
     */
    public String webSocketUrl() {
        return running.doors().webSocketUrl();
    }

    /** The port listened on for MQTT, -1 if there is none. */
    public int mqttPort() {
        return running.doors().mqttPort();
    }

    /**
     * The URL of the MQTT listener, such as {@code mqtt://127.0.0.1:1883}, or {@code mqtts:} with TLS. Throws {@link IllegalStateException} if there is
     * none.
     */
    public String mqttUrl() {
        return running.doors().mqttUrl();
    }

    /** The port of monitoring over HTTP or HTTPS, -1 if there is none. */
    public int monitoringPort() {
        return running.doors().monitoringPort();
    }

    /** The URL of monitoring, such as {@code http://127.0.0.1:8222}. Throws {@link IllegalStateException} if there is none. */
    public String monitoringUrl() {
        return running.doors().monitoringUrl();
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

    /**
     * Goes over to other options while clients stay connected (PR-03): who may not be there any more is disconnected, subscriptions that are not allowed
     * any more end and their clients are told, limits and intervals hold for those who are there. All of it is applied or, where something needs a
     * restart, nothing (PR-04); the outcome tells which. Blocks for as long as accounts and certificates take; not for event-loop threads. Example:
     *
     * <pre>{@code
     * ReloadOutcome outcome = server.reload(server.options().toBuilder().limits(l -> l.maxPayloadBytes(2048)).build());
     * }</pre>
     *
     * @throws io.natskit.server.config.InvalidOptionsException if options contradict one another; nothing has changed
     * @throws java.io.UncheckedIOException if a file that they name cannot be used; nothing has changed
     * @throws IllegalStateException if the server is closed
     */
    public ReloadOutcome reload(ServerOptions options) {
        return running.reload(options);
    }

    /** As {@link #reload(ServerOptions)}, with single options changed. */
    public ReloadOutcome reload(Consumer<ServerOptions.Builder> change) {
        ServerOptions.Builder builder = options().toBuilder();
        change.accept(builder);
        return reload(builder.build());
    }

    /**
     * As {@link #reload(ServerOptions)}, with the configuration file read again ({@link NatsServerBuilder#reloadsFrom}).
     *
     * @throws IllegalStateException if there is no file to read
     * @throws io.natskit.server.config.ConfigException with every error of the file; nothing has changed
     */
    public ReloadOutcome reload() {
        return running.reload();
    }

    /**
     * Begins to leave (lame duck, CP-30): nobody new is let in, clients are told and, after {@code lame_duck_grace_period}, closed one after another
     * within {@code lame_duck_duration}; then the server closes. Returns at once; false if it does not listen, or is leaving or closed already.
     */
    public boolean enterLameDuckMode() {
        return running.leave();
    }

    /** Whether it has begun to leave. */
    public boolean isLameDuck() {
        return running.isLeaving();
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
            return new ClosedClient(
                    one.info().id(), one.info().name(), one.reason().text());
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

    /** Waits until the server is closed, by whomever. Throws {@link InterruptedException} if the thread is interrupted first. */
    public void awaitClosed() throws InterruptedException {
        running.awaitEnd();
    }

    /** Closes all connections and the port, and ends the threads. Returns when that is done; a second call does nothing. */
    @Override
    public void close() {
        running.close();
    }
}
