// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.auth.Authenticator;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.WebSocketOptions;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.ServerInfo;
import io.natskit.server.transport.EventLoops;
import io.natskit.server.websocket.WebSocketListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Wires the WebSocket listener: its sessions share everything with those of the client port but who may log in, how, and what INFO says. */
final class WebSocketRoom {
    private WebSocketRoom() {}

    /** Takes the port, where there is to be one. */
    static WebSocketListener.@Nullable Bound bind(ServerOptions options, EventLoops loops) {
        WebSocketOptions web = options.webSocket();
        if (!web.enabled()) {
            return null;
        }
        try {
            return WebSocketListener.bind(web, loops.get(0));
        } catch (IOException e) {
            String host = web.host();
            String address = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + Math.max(0, web.port());
            String reason = String.valueOf(e.getMessage());
            reason = e instanceof BindException
                    ? "listen tcp " + address + ": bind: " + reason.toLowerCase(Locale.ROOT)
                    : reason;
            throw new UncheckedIOException("Unable to listen for websocket connections: " + reason, e);
        }
    }

    static void close(WebSocketListener.@Nullable Bound bound) {
        if (bound != null) {
            bound.close();
        }
    }

    /** What the sessions of this door share. */
    static ServerContext context(ServerContext main, int port, Function<ServerOptions, Authenticator> by) {
        return new ServerContext(main.parts(), rules(main.rules(), port, by));
    }

    /** Those of this door, by those of the client port. */
    static ServerContext.Rules rules(ServerContext.Rules main, int port, Function<ServerOptions, Authenticator> by) {
        ServerOptions options = options(main.options());
        Authenticator authenticator = by.apply(options);
        return new ServerContext.Rules(
                options,
                authenticator,
                new ServerInfo(facts(main.info().facts(), options.webSocket(), port, authenticator)),
                null);
    }

    private static ServerOptions options(ServerOptions all) {
        WebSocketOptions web = all.webSocket();
        ServerOptions.Builder builder = all.toBuilder().tls(web.tls()).listen(l -> l.proxyProtocol(false));
        if (web.overridesAuthorization()) {
            builder.authorization(a -> a.username(web.username())
                    .password(web.password())
                    .token(web.token())
                    .noAuthUser(web.noAuthUser()));
        }
        Duration timeout = web.authTimeout();
        if (timeout != null) {
            builder.authorization(a -> a.timeout(timeout));
        }
        Duration pings = web.pingInterval();
        if (pings != null) {
            builder.liveness(l -> l.pingInterval(pings));
        }
        return builder.build();
    }

    private static ServerInfo.Facts facts(
            ServerInfo.Facts main, WebSocketOptions web, int port, Authenticator authenticator) {
        boolean secured = web.tls() != null;
        return new ServerInfo.Facts(
                main.id(),
                main.name(),
                main.version(),
                main.ownVersion(),
                web.host(),
                port,
                main.headers(),
                authenticator.isRequired(),
                main.authGreeted() || web.overridesAuthorization(),
                secured,
                main.tlsVerify(),
                secured,
                main.jetStream(),
                main.domain());
    }
}
