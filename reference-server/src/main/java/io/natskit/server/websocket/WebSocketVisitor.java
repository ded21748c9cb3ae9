// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import io.natskit.server.config.ConnectionType;
import io.natskit.server.protocol.ConnectOptions;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ClosedReason;
import io.natskit.server.session.Language;
import io.natskit.server.session.Visitor;
import io.natskit.wire.websocket.CloseFrame;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A client that came over WebSocket, as its session sees it. Confined to its loop. */
final class WebSocketVisitor implements Visitor {
    private final UpgradeRules.Agreement agreed;
    private final WebSocketLink link;
    private final @Nullable SSLSession secured;
    private final @Nullable Function<ClientSession, Language> mqtt;

    WebSocketVisitor(
            UpgradeRules.Agreement agreed,
            WebSocketLink link,
            @Nullable SSLSession secured,
            @Nullable Function<ClientSession, Language> mqtt) {
        this.agreed = agreed;
        this.link = link;
        this.secured = secured;
        this.mqtt = mqtt;
    }

    @Override
    public @Nullable Language language(ClientSession session) {
        return mqtt == null ? null : mqtt.apply(session);
    }

    @Override
    public ConnectionType connectionType() {
        return mqtt == null ? ConnectionType.WEBSOCKET : ConnectionType.MQTT_WS;
    }

    @Override
    public String idWord() {
        return mqtt == null ? "wid" : "mid_ws";
    }

    @Override
    public @Nullable String forwardedFor() {
        return agreed.forwardedFor();
    }

    @Override
    public ConnectOptions completed(ConnectOptions said) {
        return mqtt != null ? said : said.completed(agreed.user(), agreed.password(), agreed.token(), agreed.jwt());
    }

    @Override
    public @Nullable SSLSession secured() {
        return secured;
    }

    @Override
    public void leaves(ClosedReason reason) {
        link.farewell(status(reason), reason.text());
    }

    private static int status(ClosedReason reason) {
        return switch (reason) {
            case CLIENT_CLOSED -> CloseFrame.NORMAL;
            case AUTHENTICATION_TIMEOUT,
                    AUTHENTICATION_FAILURE,
                    SLOW_CONSUMER_PENDING_BYTES,
                    SLOW_CONSUMER_WRITE_DEADLINE,
                    MAXIMUM_ACCOUNT_CONNECTIONS_EXCEEDED,
                    MAXIMUM_CONNECTIONS_EXCEEDED,
                    MAXIMUM_CONTROL_LINE_EXCEEDED,
                    MAXIMUM_SUBSCRIPTIONS_EXCEEDED,
                    MISSING_ACCOUNT,
                    AUTHENTICATION_EXPIRED,
                    CREDENTIALS_REVOKED -> CloseFrame.POLICY_VIOLATION;
            // 1015 must never be sent (RFC 6455, 7.4.1)
            case TLS_HANDSHAKE_FAILURE -> CloseFrame.POLICY_VIOLATION;
            case PARSE_ERROR, PROTOCOL_VIOLATION, BAD_CLIENT_PROTOCOL_VERSION -> CloseFrame.PROTOCOL_ERROR;
            case MAXIMUM_MESSAGE_PAYLOAD_EXCEEDED -> CloseFrame.TOO_BIG;
            case WRITE_ERROR, READ_ERROR, STALE_CONNECTION, SERVER_SHUTDOWN -> CloseFrame.GOING_AWAY;
            default -> CloseFrame.INTERNAL_ERROR;
        };
    }
}
