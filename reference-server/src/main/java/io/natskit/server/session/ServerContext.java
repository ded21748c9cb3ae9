// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.account.Accounts;
import io.natskit.server.auth.Authenticator;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoops;
import io.natskit.server.transport.TlsListener;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions of one server share. Immutable; the parts guard themselves.
 *
 * @param options the server's options
 * @param loops its loops
 * @param lanes one way through the router for each loop, in the order of the loops
 * @param accounts the tenants
 * @param authenticator who may come in
 * @param info what INFO says
 * @param registry who is connected
 * @param closed who was
 * @param totals counts of the whole server
 * @param log where lines go
 * @param hooks who looks on, or null for nobody
 * @param blocking where what blocks is done
 * @param wallClock the time of day
 * @param tls how TLS is spoken, or null where it is not
 */
public record ServerContext(
        ServerOptions options,
        EventLoops loops,
        RouterLane[] lanes,
        Accounts<Subscription> accounts,
        Authenticator authenticator,
        ServerInfo info,
        Registry registry,
        ClosedConnections closed,
        ServerTotals totals,
        SessionLog log,
        @Nullable Hooks hooks,
        Executor blocking,
        InstantSource wallClock,
        @Nullable TlsListener tls) {}
