// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.auth.Authenticator;
import io.natskit.server.config.HostPort;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.TlsOptions;
import io.natskit.server.session.ServerInfo;

/** What a server calls itself. */
final class Identification {
    /** The NATS version whose behaviour this server has; clients switch features by it. */
    static final String NATS_VERSION = "2.15.2";
    /** Our own version. */
    static final String VERSION = "0.1.0";
    /** nats-server numbers its internal clients first, so the first real one has number 5. */
    static final long FIRST_CLIENT_AFTER = 4;

    private Identification() {}

    static ServerInfo.Facts facts(String id, ServerOptions options, int port, Authenticator authenticator) {
        return named(id, options, port, authenticator);
    }

    /** What a server with other options calls itself: its id and port stay. */
    static ServerInfo.Facts reloaded(
            ServerInfo.Facts before, int port, ServerOptions now, Authenticator authenticator) {
        return named(before.id(), now, port, authenticator);
    }

    private static ServerInfo.Facts named(String id, ServerOptions options, int port, Authenticator authenticator) {
        String name = options.serverName();
        TlsOptions tls = options.tls();
        boolean optional = tls != null && tls.allowNonTls();
        HostPort shown = HostPort.advertised(options.listen(), port);
        return new ServerInfo.Facts(
                id,
                name == null || name.isEmpty() ? id : name,
                NATS_VERSION,
                VERSION,
                shown.host(),
                shown.port(),
                !options.listen().noHeaderSupport(),
                authenticator.isRequired(),
                authenticator.isAdvertised(),
                tls != null && !optional,
                tls != null && tls.verify(),
                tls != null && optional,
                options.jetStream().enabled(),
                options.jetStream().enabled() ? options.jetStream().domain() : null);
    }
}
