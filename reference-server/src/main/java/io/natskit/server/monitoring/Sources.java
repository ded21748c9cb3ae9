// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.jetstream.JetStream;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.Troubles;
import io.natskit.server.transport.OcspCacheFigures;
import io.natskit.server.transport.TlsListener;
import io.natskit.wire.inprocess.ByteLink;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is read. Immutable; any thread.
 *
 * @param context what all sessions share
 * @param jetStream JetStream once it runs, null before and where there is none
 * @param isListening whether clients are taken
 * @param started when the server began
 * @param configured when its configuration was read last
 * @param requests how often each page was asked for
 * @param usage what the process takes
 * @param troubles what went wrong lately
 * @param ownClients opens connections of this process to the server
 * @param doors how TLS is spoken beside the client port
 * @param tenancy what is known of accounts beside what they count
 */
public record Sources(
        ServerContext context,
        Supplier<@Nullable JetStream> jetStream,
        BooleanSupplier isListening,
        Instant started,
        Supplier<Instant> configured,
        RequestCounts requests,
        ProcessUsage usage,
        Troubles troubles,
        Supplier<ByteLink> ownClients,
        Doors doors,
        Tenancy tenancy) {
    /**
     * How TLS is spoken at the doors beside the client port now: null where it is not, or there is no such door.
     *
     * @param webSocket at that of WebSocket
     * @param mqtt at that of MQTT
     * @param peerAnswers what is known of the certificates of clients, at all doors; null for nothing
     */
    public record Doors(
            Supplier<@Nullable TlsListener> webSocket,
            Supplier<@Nullable TlsListener> mqtt,
            Supplier<@Nullable OcspCacheFigures> peerAnswers) {}

    /** The feature flags that nats-server knows, as they are here. */
    public static Map<String, Boolean> features(ServerOptions options) {
        return Varz.features(options);
    }

    Instant now() {
        return context.wallClock().instant();
    }

    String serverId() {
        return context.info().facts().id();
    }

    String serverName() {
        return context.info().facts().name();
    }

    /** The account of that name; null where there is none. */
    @Nullable
    Account<Subscription> account(String name) {
        return context.accounts().find(name);
    }
}
