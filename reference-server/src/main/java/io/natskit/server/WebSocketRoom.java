// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.auth.Authenticator;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.WebSocketOptions;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.ServerInfo;
import io.natskit.server.transport.BoundPort;
import io.natskit.server.transport.EventLoops;
import io.natskit.server.transport.TlsListener;
import io.natskit.server.websocket.WebSocketListener;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Wires the WebSocket listener: its sessions share everything with those of the client port but who may log in, how, and what INFO says. */
final class WebSocketRoom {
    private WebSocketRoom() {}

    /** Takes the port, where there is to be one. */
    static @Nullable BoundPort take(ServerOptions options, EventLoops loops) {
        WebSocketOptions web = options.webSocket();
        return web.enabled() ? BoundPort.take(web.host(), web.port(), "websocket", loops.get(0)) : null;
    }

    /** Begins to accept; {@code mqtt} is null where nobody speaks that. */
    static WebSocketListener start(
            BoundPort port,
            @Nullable TlsListener tls,
            ServerContext main,
            Function<ServerOptions, Authenticator> by,
            @Nullable MqttRoom mqtt) {
        ServerContext context = new ServerContext(main.parts(), rules(main.rules(), port.port(), by));
        return WebSocketListener.start(port, tls, context, mqtt == null ? null : mqtt.overWebSocket());
    }

    /** Those of this door, by those of the client port. The handshake of TLS comes before the session, and is none of its affairs. */
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
        DoorRules.authorize(
                builder,
                web.overridesAuthorization(),
                web.username(),
                web.password(),
                web.token(),
                web.noAuthUser(),
                web.authTimeout());
        DoorRules.ifPresent(web.pingInterval(), pings -> builder.liveness(l -> l.pingInterval(pings)));
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
