// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers the JDK's own question about certificates of this server, on loopback: the JDK staples what it has asked for itself, and takes an
 * answer of ours in no other way. It says nothing that handshakes do not say to everybody. On a thread of its own.
 */
final class StapleResponder implements AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;
    private static final int NOTHING = -1;

    private final HttpServer http;
    private final Map<String, OwnStatus> known = new ConcurrentHashMap<>();

    StapleResponder() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
    }

    /** Where that certificate is asked about; a newer status of the same certificate takes the place of an older one. */
    URI address(OwnStatus of) {
        known.put(of.fingerprint(), of);
        InetSocketAddress own = http.getAddress();
        String host = own.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + own.getPort() + "/"
                + of.fingerprint() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            OwnStatus asked = known.get(fingerprint(exchange.getRequestURI().getPath()));
            OcspAnswer answer = asked == null ? null : asked.answer();
            if (answer == null) {
                exchange.sendResponseHeaders(NOT_FOUND, NOTHING);
                return;
            }
            exchange.getResponseHeaders().add("Content-Type", "application/ocsp-response");
            exchange.sendResponseHeaders(OK, answer.bytes().length);
            exchange.getResponseBody().write(answer.bytes());
        }
    }

    /** What is between the first slash and the second, which the JDK puts its question behind. */
    private static String fingerprint(String path) {
        int end = path.indexOf('/', 1);
        return end < 0 ? "" : path.substring(1, end);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
