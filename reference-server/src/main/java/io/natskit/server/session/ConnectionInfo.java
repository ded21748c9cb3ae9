// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.config.ConnectionType;
import io.natskit.server.protocol.ConnectOptions;
import io.natskit.server.router.PublisherInfo;
import io.natskit.server.transport.Outbound;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connection as monitoring and events show it, at one moment. Immutable.
 *
 * @param id its number
 * @param type the door that it came by
 * @param host its address, null for one in this process
 * @param port its port, 0 for one in this process
 * @param start when it came
 * @param lastActivity when it last published, subscribed or was given a message
 * @param rttNanos the last measured round trip, 0 if none was
 * @param pendingBytes what waits to be sent
 * @param inMessages what it published
 * @param inBytes what it published
 * @param outMessages what it was given
 * @param outBytes what it was given
 * @param stalls how often it was held back, since somebody else did not keep up
 * @param subscriptions how many it has
 * @param name what it calls itself
 * @param language what it says it is written in
 * @param version the version that it says it has
 * @param tls what its TLS handshake came to, or null
 * @param user as what it logged in, without any secret, or null
 * @param account the name of its account
 * @param accountTag what its account is called
 * @param claimed what the token says that it logged in with, or null
 * @param mqttClient what it calls its MQTT session, or null
 * @param proxy the public key of the trusted proxy that it comes through, or null
 */
public record ConnectionInfo(
        long id,
        ConnectionType type,
        @Nullable String host,
        int port,
        Instant start,
        Instant lastActivity,
        long rttNanos,
        long pendingBytes,
        long inMessages,
        long inBytes,
        long outMessages,
        long outBytes,
        long stalls,
        int subscriptions,
        @Nullable String name,
        @Nullable String language,
        @Nullable String version,
        @Nullable TlsInfo tls,
        @Nullable String user,
        String account,
        String accountTag,
        PublisherInfo.@Nullable Claimed claimed,
        @Nullable String mqttClient,
        @Nullable String proxy) {
    private static final String HIDDEN = "[REDACTED]";

    /** What is to be told of a session. Any thread; counts are read without a lock and may lag. */
    public static ConnectionInfo of(ClientSession session) {
        return of(session, session.subscriptions());
    }

    static ConnectionInfo of(ClientSession session, int subscriptions) {
        ConnectOptions said = session.options();
        Outbound output = session.output();
        Standing standing = session.standing();
        return new ConnectionInfo(
                session.id(),
                session.origin().connectionType(),
                session.host(),
                session.port(),
                session.started(),
                session.lastActivity(),
                session.roundTripNanos(),
                output.pendingBytes(),
                session.publishing().messages(),
                session.publishing().payloadBytes(),
                output.messages(),
                output.payloadBytes(),
                session.stalls(),
                subscriptions,
                said.name(),
                said.lang(),
                said.version(),
                session.origin().tls(),
                user(said, standing.user()),
                standing.account().name(),
                standing.account().nameTag(),
                standing.claimed(),
                session.mqttClient(),
                session.origin().proxy());
    }

    /** The kind of client, in nats-server's words. */
    public String clientType() {
        return clientType(type);
    }

    static String clientType(ConnectionType door) {
        return switch (door) {
            case WEBSOCKET -> "websocket";
            case MQTT, MQTT_WS -> "mqtt";
            default -> "nats";
        };
    }

    /** What it named counts, as in nats-server; what it turned out to be where it named nothing. */
    private static @Nullable String user(ConnectOptions said, @Nullable String identified) {
        if (isPresent(said.nkey())) {
            return said.nkey();
        }
        if (isPresent(said.user())) {
            return said.user();
        }
        return !isPresent(said.jwt()) && isPresent(said.token()) ? HIDDEN : identified;
    }

    private static boolean isPresent(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
