// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Checks the options of the WebSocket listener against the others, in nats-server's sentences where it has one. */
final class WebSocketCheck {
    private static final int PORT_MAX = 65_535;

    private final ServerOptions server;
    private final WebSocketOptions options;
    private final Consumer<String> problems;

    WebSocketCheck(ServerOptions server, Consumer<String> problems) {
        this.server = server;
        this.options = server.webSocket();
        this.problems = problems;
    }

    /** As in nats-server nothing counts where there is no port; {@code logins} are all users and keys. */
    void run(Set<String> logins) {
        if (!options.enabled()) {
            return;
        }
        if (options.port() < -1 || options.port() > PORT_MAX) {
            problems.accept("websocket port: " + options.port() + " (expected: -1 to " + PORT_MAX + ")");
        }
        if (options.handshakeTimeout().isNegative()) {
            problems.accept("websocket handshakeTimeout: " + options.handshakeTimeout() + " (expected: >= 0)");
        }
        if (options.tls() == null && !options.noTls()) {
            problems.accept("websocket requires TLS configuration");
        }
        options.allowedOrigins().forEach(this::origin);
        access(logins);
        options.headers().forEach(this::header);
    }

    private void origin(String text) {
        WebOrigin origin;
        try {
            origin = WebOrigin.parse(text);
        } catch (IllegalArgumentException e) {
            problems.accept("unable to parse allowed origin: " + e.getMessage());
            return;
        }
        if (!List.of("http", "https").contains(origin.scheme())) {
            problems.accept("unable to parse allowed origin " + GoText.quote(text)
                    + ": allowed origins must be absolute URLs with http or https scheme");
        } else if (origin.host().isEmpty()) {
            problems.accept("unable to parse allowed origin " + GoText.quote(text) + ": host is required");
        }
    }

    private void access(Set<String> logins) {
        DoorCheck.access(
                "websocket", server, logins, options.noAuthUser(), options.username(), options.token(), problems);
        if (options.jwtCookie() != null && !server.operator().isOn()) {
            problems.accept(
                    "trusted operators or trusted keys configuration is required for JWT authentication via cookie "
                            + GoText.quote(options.jwtCookie()));
        }
    }

    private void header(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        switch (lower) {
            case "host", "content-length", "connection", "upgrade", "nats-no-masking" ->
                problems.accept("websocket: invalid header " + GoText.quote(name) + " not allowed");
            default -> {
                if (lower.startsWith("sec-websocket-")) {
                    problems.accept("websocket: invalid header " + GoText.quote(name)
                            + ", \"Sec-WebSocket-\" prefix not allowed");
                } else if (!isPlain(name) || name.isEmpty() || name.indexOf(':') >= 0 || !isPlain(value)) {
                    // nats-server would send it, and with it another header or the end of the answer
                    problems.accept("websocket: header " + GoText.quote(name) + " is no header of HTTP");
                }
            }
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }
}
