// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.config.HostPort;
import io.natskit.server.config.MonitoringOptions;
import io.natskit.server.monitoring.MonitoringServer;
import io.natskit.server.monitoring.Sources;
import io.natskit.server.session.ServerContext;
import io.natskit.server.transport.ListenFailure;
import io.natskit.server.transport.TlsContexts;
import io.natskit.server.transport.TlsListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Starts monitoring over HTTP for a server that is to have it. */
final class MonitoringRoom {
    private static final String FAILED = "Can't start monitoring: ";

    private MonitoringRoom() {}

    /** The server of the pages, which takes requests from now on. Throws {@link UncheckedIOException} if the port cannot be taken. */
    static MonitoringServer start(ServerContext context, Sources sources) {
        MonitoringOptions options = context.options().monitoring();
        TlsListener tls = context.tls();
        boolean secure = options.port() == 0;
        if (options.port() != 0 && options.securePort() != 0) {
            throw new IllegalArgumentException(FAILED + "can't specify both HTTP (" + options.port() + ") and HTTPs ("
                    + options.securePort() + ") ports");
        }
        if (secure && tls == null) {
            throw new IllegalArgumentException(FAILED + "TLS cert and key required for HTTPS");
        }
        int port = secure ? options.securePort() : options.port();
        String host = host(context);
        try {
            MonitoringServer server = MonitoringServer.start(
                    new InetSocketAddress(InetAddress.getByName(host), Math.max(0, port)),
                    secure && tls != null ? () -> contexts(context, tls) : null,
                    sources,
                    options.basePath());
            context.log()
                    .notice("Starting " + scheme(options) + " monitor on " + new HostPort(host, server.port()).text());
            return server;
        } catch (IOException e) {
            throw ListenFailure.of(FAILED + "can't listen to the monitor port", host, port, e);
        }
    }

    /** Those of now; the first ones where a reload has left the client port without TLS. */
    private static TlsContexts contexts(ServerContext context, TlsListener first) {
        TlsListener now = context.tls();
        return (now == null ? first : now).contexts();
    }

    static String scheme(MonitoringOptions options) {
        return options.port() != 0 ? "http" : "https";
    }

    /** Where it listens: where the client port does, unless told otherwise. */
    static String host(ServerContext context) {
        @Nullable String named = context.options().monitoring().host();
        return named == null ? context.options().listen().host() : named;
    }
}
