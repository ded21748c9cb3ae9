// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers the JDK's own questions about certificates of this server, on loopback: the JDK staples what it has asked for itself, and takes an
 * answer of ours in no other way. It says nothing that handshakes do not say to everybody. On a thread of its own.
 */
final class StapleResponder implements AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;
    private static final int NOTHING = -1;
    private static final int QUESTION_MAX = 1 << 16;

    private final HttpServer http;
    private final Map<CertificateId, OwnStatus> known = new ConcurrentHashMap<>();

    StapleResponder() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
    }

    /** Answers for a certificate from now on; a newer status of the same one takes the place of an older. */
    void know(OwnStatus of) {
        known.put(of.id(), of);
    }

    /** Answers for no others from now on. */
    void knowOnly(Collection<OwnStatus> those) {
        known.values().retainAll(Set.copyOf(those));
        those.forEach(this::know);
    }

    /** Where it is asked. */
    URI address() {
        InetSocketAddress own = http.getAddress();
        String host = own.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + own.getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            OwnStatus asked = known.get(question(exchange));
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

    /** A short question stands in the address, a longer one in the body. */
    private static CertificateId question(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            return CertificateId.in(exchange.getRequestBody().readNBytes(QUESTION_MAX));
        }
        String encoded = exchange.getRequestURI().getRawPath().substring(1);
        try {
            return CertificateId.in(Base64.getDecoder().decode(URLDecoder.decode(encoded, StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException e) {
            throw new IOException("OCSP request: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
