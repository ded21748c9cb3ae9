// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The address of a SOCKS 5 proxy, as the nats CLI takes it: {@code socks5://host:port}, or without the scheme. */
final class SocksProxy {
    private static final int PORT = 1080;

    private SocksProxy() {}

    /** Reads one; throws {@link IllegalArgumentException} for what is none. The host is looked up when it is needed. */
    static Proxy parse(String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "socks5://" + text);
            String scheme = uri.getScheme();
            String host = uri.getHost();
            if (uri.getUserInfo() != null) {
                throw new IllegalArgumentException("SOCKS proxy at " + host + ": a login (expected: a proxy without)");
            }
            if (host != null && (scheme.equals("socks5") || scheme.equals("socks5h"))) {
                int port = uri.getPort() < 0 ? PORT : uri.getPort();
                return new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved(host, port));
            }
        } catch (URISyntaxException e) {
            throw refused(text, e);
        }
        throw refused(text, null);
    }

    private static IllegalArgumentException refused(String text, @Nullable URISyntaxException cause) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no SOCKS proxy (expected: such as socks5://localhost:1080)", cause);
    }
}
