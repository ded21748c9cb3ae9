// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.account.Account;
import io.natskit.server.account.Accounts;
import io.natskit.server.auth.Authenticator;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.tracing.TraceSink;
import io.natskit.server.transport.EventLoops;
import io.natskit.server.transport.TlsListener;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions of one door share: the parts, which stay and guard themselves, and the rules, which a reload replaces as a whole. Any
 * thread; who keeps something of the rules is told when they change ({@link Directives#reloaded}).
 */
public final class ServerContext {
    private final Parts parts;
    private volatile Rules rules;

    /** A door with these rules. */
    public ServerContext(Parts parts, Rules rules) {
        this.parts = Objects.requireNonNull(parts, "parts");
        this.rules = Objects.requireNonNull(rules, "rules");
    }

    /**
     * What stays as long as the server.
     *
     * @param loops its loops
     * @param lanes one way through the router for each loop, in the order of the loops
     * @param accounts the tenants
     * @param registry who is connected
     * @param closed who was
     * @param totals counts of the whole server
     * @param log where lines go
     * @param hooks who looks on, or null for nobody
     * @param witnesses who tells others of clients
     * @param traces where the traces of messages go
     * @param blocking where what blocks is done
     * @param handshakes where the key work of TLS is done
     * @param wallClock the time of day
     */
    public record Parts(
            EventLoops loops,
            RouterLane[] lanes,
            Accounts<Subscription> accounts,
            Registry registry,
            ClosedConnections closed,
            ServerTotals totals,
            SessionLog log,
            @Nullable Hooks hooks,
            Witnesses witnesses,
            TraceSink<Account<Subscription>> traces,
            Executor blocking,
            Executor handshakes,
            InstantSource wallClock) {}

    /**
     * What a reload replaces. Immutable.
     *
     * @param options the server's options
     * @param authenticator who may come in
     * @param info what INFO says
     * @param tls how TLS is spoken, or null where it is not
     */
    public record Rules(
            ServerOptions options,
            Authenticator authenticator,
            ServerInfo info,
            @Nullable TlsListener tls) {}

    /** The parts, for another door of the same server. */
    public Parts parts() {
        return parts;
    }

    /** The rules of now: those who need several that belong together take them from one call. */
    public Rules rules() {
        return rules;
    }

    /** Puts other rules in force, for whoever comes from now on. */
    public void rules(Rules others) {
        rules = Objects.requireNonNull(others, "others");
    }

    /** The server's options. */
    public ServerOptions options() {
        return rules.options;
    }

    /** Its loops. */
    public EventLoops loops() {
        return parts.loops;
    }

    /** One way through the router for each loop. */
    public RouterLane[] lanes() {
        return parts.lanes;
    }

    /** The tenants. */
    public Accounts<Subscription> accounts() {
        return parts.accounts;
    }

    /** Who may come in. */
    public Authenticator authenticator() {
        return rules.authenticator;
    }

    /** What INFO says. */
    public ServerInfo info() {
        return rules.info;
    }

    /** Who is connected. */
    public Registry registry() {
        return parts.registry;
    }

    /** Who was. */
    public ClosedConnections closed() {
        return parts.closed;
    }

    /** Counts of the whole server. */
    public ServerTotals totals() {
        return parts.totals;
    }

    /** Where lines go. */
    public SessionLog log() {
        return parts.log;
    }

    /** Who tells others of clients. */
    public Witnesses witnesses() {
        return parts.witnesses;
    }

    /** Who looks on, or null for nobody. */
    public @Nullable Hooks hooks() {
        return parts.hooks;
    }

    /** Where the traces of messages go. */
    public TraceSink<Account<Subscription>> traces() {
        return parts.traces;
    }

    /** Where what blocks is done. */
    public Executor blocking() {
        return parts.blocking;
    }

    /** Where the key work of TLS is done, and authorities are asked about the certificates of clients. */
    public Executor handshakes() {
        return parts.handshakes;
    }

    /** The time of day. */
    public InstantSource wallClock() {
        return parts.wallClock;
    }

    /** How TLS is spoken, or null where it is not. */
    public @Nullable TlsListener tls() {
        return rules.tls;
    }
}
