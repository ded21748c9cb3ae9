// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import io.natskit.server.config.LimitOptions;
import io.natskit.server.config.WebSocketOptions;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.Language;
import io.natskit.server.session.Reception;
import io.natskit.server.session.ServerContext;
import io.natskit.server.transport.BoundPort;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.Link;
import io.natskit.server.transport.TlsLink;
import io.natskit.server.transport.TlsListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes clients over WebSocket. Safe on any thread. */
public final class WebSocketListener {
    /** A compressed message may hold several of the greatest payloads, as nats-server has it before it inflates. */
    private static final int PAYLOADS_MAX = 8;

    private static final long MESSAGE_MAX = 64L * 1024 * 1024;

    private final ServerContext context;
    private final WebSocketOptions options;
    private final UpgradeRules rules;
    private final BoundPort port;
    private final @Nullable Foreigners mqtt;
    private volatile @Nullable TlsListener tls;
    private final Set<Upgrade> upgrades = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /**
     * Those who speak another language inside their frames.
     *
     * @param context what their sessions share
     * @param language makes the language of a session
     */
    public record Foreigners(ServerContext context, Function<ClientSession, Language> language) {}

    private WebSocketListener(
            BoundPort port, @Nullable TlsListener tls, ServerContext context, @Nullable Foreigners mqtt) {
        this.context = context;
        this.options = context.options().webSocket();
        this.rules = new UpgradeRules(options, mqtt != null);
        this.tls = tls;
        this.port = port;
        this.mqtt = mqtt;
    }

    /**
     * Begins to accept; {@code tls} is spoken before the first request, and {@code context} is that of the sessions of this door. Without {@code mqtt}
     * nobody may come who speaks that.
     */
    public static WebSocketListener start(
            BoundPort port, @Nullable TlsListener tls, ServerContext context, @Nullable Foreigners mqtt) {
        WebSocketListener listener = new WebSocketListener(port, tls, context, mqtt);
        listener.announce();
        Reception reception =
                new Reception(context, () -> listener.tls != null, () -> listener.closing, listener::begin);
        port.start(
                reception::accepted,
                cause -> context.log().error("Temporary Websocket Accept Error (" + cause.getMessage() + ")"));
        return listener;
    }

    private void announce() {
        context.log()
                .notice("Listening for websocket clients on " + (tls == null ? "ws" : "wss") + "://" + options.host()
                        + ":" + port());
        if (tls == null) {
            context.log().warn("Websocket not configured with TLS. DO NOT USE IN PRODUCTION!");
        }
    }

    /** The port listened on. */
    public int port() {
        return port.port();
    }

    /** How TLS is spoken from now on, or null where it is not. */
    public @Nullable TlsListener tls() {
        return tls;
    }

    private void begin(EventLoop loop, Link link) {
        Upgrade upgrade = new Upgrade(
                rules,
                context.log(),
                new Entrance(),
                loop,
                context.loops(),
                link,
                options.handshakeTimeout().toNanos());
        upgrades.add(upgrade);
        upgrade.open(tls);
    }

    private final class Entrance implements Upgrade.Entry {
        @Override
        public void entered(EventLoop loop, Link link, @Nullable TlsLink secured, UpgradeRules.Agreement agreed) {
            LimitOptions limits = context.options().limits();
            long messageMax = Math.min(MESSAGE_MAX, (long) PAYLOADS_MAX * limits.maxPayloadBytes());
            WebSocketLink frames = new WebSocketLink(link, agreed, messageMax);
            Foreigners foreign = agreed.mqtt() ? mqtt : null;
            WebSocketVisitor visitor = new WebSocketVisitor(
                    agreed,
                    frames,
                    secured == null ? null : secured.session(),
                    foreign == null ? null : foreign.language());
            ClientSession session;
            try {
                session = new ClientSession(foreign == null ? context : foreign.context(), loop, frames, visitor);
            } catch (RuntimeException e) {
                context.log().error("a client that came could not be served: " + e);
                frames.close();
                return;
            }
            session.open();
        }

        @Override
        public void left(Upgrade upgrade) {
            upgrades.remove(upgrade);
        }
    }

    /** Has whoever comes from now on find other rules and certificates; what the listener itself does stays. Any thread. */
    public void reload(ServerContext.Rules rules, @Nullable TlsListener certificates) {
        tls = certificates;
        context.rules(rules);
    }

    /** Closes the port. */
    public void close() {
        closing = true;
        port.close();
    }

    /** Ends the handshakes of a loop; on that loop, after {@link #close}. */
    public void endHandshakes(EventLoop loop) {
        for (Upgrade upgrade : upgrades) {
            if (upgrade.loop() == loop) {
                upgrade.end();
            }
        }
    }
}
