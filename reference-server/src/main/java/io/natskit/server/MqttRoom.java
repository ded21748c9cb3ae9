// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.auth.Authenticator;
import io.natskit.server.config.MqttOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.TlsOptions;
import io.natskit.server.local.LocalClients;
import io.natskit.server.mqtt.MqttDoor;
import io.natskit.server.mqtt.MqttListener;
import io.natskit.server.session.ServerContext;
import io.natskit.server.transport.BoundPort;
import io.natskit.server.transport.EventLoops;
import io.natskit.server.transport.TlsListener;
import io.natskit.server.websocket.WebSocketListener;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Wires MQTT: its port, and the way to it over WebSocket. Nothing of it is loaded for a server that has none. */
final class MqttRoom {
    private final MqttDoor door;
    private final MqttListener listener;

    private MqttRoom(MqttDoor door, MqttListener listener) {
        this.door = door;
        this.listener = listener;
    }

    /** Takes the port, where there is to be one. */
    static @Nullable BoundPort take(ServerOptions options, EventLoops loops) {
        MqttOptions mqtt = options.mqtt();
        return mqtt.enabled() ? BoundPort.take(mqtt.host(), mqtt.port(), "MQTT", loops.get(0)) : null;
    }

    /** TLS of that port, where it has some. */
    static @Nullable TlsOptions tls(ServerOptions options) {
        TlsOptions own = options.mqtt().tls();
        if (own == null) {
            return null;
        }
        TlsOptions main = options.tls();
        boolean plainToo = main != null && main.allowNonTls();
        return own.toBuilder().allowNonTls(plainToo).build();
    }

    /** Begins to accept. */
    static MqttRoom start(
            BoundPort port,
            @Nullable TlsListener tls,
            ServerContext main,
            LocalClients clients,
            Function<ServerOptions, Authenticator> by) {
        MqttDoor door = new MqttDoor(new ServerContext(main.parts(), rules(main.rules(), tls, by)), clients);
        return new MqttRoom(door, MqttListener.start(port, door));
    }

    /** Those of this door, by those of the client port. */
    static ServerContext.Rules rules(
            ServerContext.Rules main, @Nullable TlsListener tls, Function<ServerOptions, Authenticator> by) {
        ServerOptions options = options(main.options(), tls);
        return new ServerContext.Rules(options, by.apply(options), main.info(), tls);
    }

    /** Has whoever comes from now on find other rules. */
    void reload(ServerContext.Rules rules) {
        door.context().rules(rules);
    }

    /** After {@link #reload}, once accounts and streams have followed. */
    void reloaded() {
        door.rulesChanged();
    }

    private static ServerOptions options(ServerOptions all, @Nullable TlsListener tls) {
        MqttOptions mqtt = all.mqtt();
        ServerOptions.Builder builder = all.toBuilder()
                .tls(tls == null ? null : tls.options())
                .listen(l -> l.proxyProtocol(false))
                // clients ask whether the server is there, not the reverse
                .liveness(l -> l.pingInterval(Duration.ZERO));
        DoorRules.authorize(
                builder,
                mqtt.overridesAuthorization(),
                mqtt.username(),
                mqtt.password(),
                mqtt.token(),
                mqtt.noAuthUser(),
                mqtt.authTimeout());
        return builder.build();
    }

    /** For the WebSocket listener: those who speak MQTT inside their frames. */
    WebSocketListener.Foreigners overWebSocket() {
        return new WebSocketListener.Foreigners(door.context(), door::language);
    }

    /** How TLS is spoken from now on, or null where it is not. */
    @Nullable
    TlsListener tls() {
        return door.context().tls();
    }

    int port() {
        return listener.port();
    }

    void close() {
        listener.close();
    }
}
