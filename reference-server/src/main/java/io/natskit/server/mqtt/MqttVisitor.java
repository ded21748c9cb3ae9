// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.config.ConnectionType;
import io.natskit.server.protocol.ConnectOptions;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ClosedReason;
import io.natskit.server.session.Language;
import io.natskit.server.session.Visitor;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A client that came to the MQTT port, as its session sees it. */
final class MqttVisitor implements Visitor {
    private final MqttDoor door;

    MqttVisitor(MqttDoor door) {
        this.door = door;
    }

    @Override
    public ConnectionType connectionType() {
        return ConnectionType.MQTT;
    }

    @Override
    public String idWord() {
        return "mid";
    }

    @Override
    public @Nullable String forwardedFor() {
        return null;
    }

    @Override
    public ConnectOptions completed(ConnectOptions said) {
        return said;
    }

    @Override
    public @Nullable SSLSession secured() {
        return null; // TLS is the session's own affair on this port
    }

    @Override
    public Language language(ClientSession session) {
        return door.language(session);
    }

    @Override
    public void leaves(ClosedReason reason) {
        // MQTT has no word for it
    }
}
