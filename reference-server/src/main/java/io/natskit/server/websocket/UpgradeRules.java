// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import io.natskit.server.config.WebSocketOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which requests become a WebSocket, and what is answered: the checks of nats-server, in its order and its words. Immutable. */
final class UpgradeRules {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String DEFLATE = "permessage-deflate";
    private static final int KEY_BYTES = 16;

    private final WebSocketOptions options;
    private final OriginCheck origins;
    private final boolean secured;
    private final boolean mqtt;

    UpgradeRules(WebSocketOptions options, boolean mqtt) {
        this.options = options;
        this.mqtt = mqtt;
        this.origins = new OriginCheck(options);
        this.secured = options.tls() != null;
    }

    /** A request that is refused: the status to answer with, and for the log the reason. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final String status;

        Refused(String status, String reason) {
            super(reason, null, false, false);
            this.status = status;
        }

        String status() {
            return status;
        }

        /** Why. */
        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** What is agreed with a client whose request is fine. */
    Agreement check(UpgradeRequest request) throws Refused {
        boolean leaf = request.path().endsWith("/leafnode");
        boolean wantsMqtt = !leaf && request.path().endsWith("/mqtt");
        if (wantsMqtt && !mqtt) {
            throw new Refused("404 Not Found", "mqtt websocket endpoint not enabled");
        }
        if (!request.method().equals("GET")) {
            throw new Refused("405 Method Not Allowed", "request method must be GET");
        }
        require(!request.header("host").isEmpty(), "'Host' missing in request");
        require(request.lists("upgrade", "websocket"), "invalid value for header 'Upgrade'");
        require(request.lists("connection", "Upgrade"), "invalid value for header 'Connection'");
        String key = request.header("sec-websocket-key");
        require(!key.isEmpty(), "key missing");
        require(isKey(key), "invalid websocket key");
        require(request.lists("sec-websocket-version", "13"), "invalid version");
        String origin = request.header("origin");
        String foreign = origins.problem(
                origin.isEmpty() ? request.header("sec-websocket-origin") : origin, request.header("host"), secured);
        if (foreign != null) {
            throw new Refused("403 Forbidden", "origin not allowed: " + foreign);
        }
        return Agreement.of(request, options, leaf, wantsMqtt, options.compression() && request.offers(DEFLATE));
    }

    private static void require(boolean holds, String reason) throws Refused {
        if (!holds) {
            throw new Refused("400 Bad Request", reason);
        }
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES && key.length() % 4 == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The answer that makes a WebSocket of the connection. */
    byte[] welcome(UpgradeRequest request, Agreement agreed) {
        StringBuilder text = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n")
                .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ")
                .append(accept(request.header("sec-websocket-key")))
                .append("\r\n");
        if (agreed.compression()) {
            text.append("Sec-WebSocket-Extensions: " + DEFLATE
                    + "; server_no_context_takeover; client_no_context_takeover\r\n");
        }
        if (!agreed.masked()) {
            text.append("Nats-No-Masking: true\r\n");
        }
        if (agreed.mqtt()) {
            text.append("Sec-Websocket-Protocol: mqtt\r\n");
        }
        for (Map.Entry<String, String> header : options.headers().entrySet()) {
            text.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String accept(String key) {
        try {
            byte[] sha1 = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(sha1);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("SHA-1 belongs to every JDK", e);
        }
    }

    /** The answer to a request that is refused; the connection ends with it. */
    static byte[] refusal(String status, boolean bodiless) {
        String body = status.substring(status.indexOf(' ') + 1) + "\n";
        String text =
                "HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nSec-Websocket-Version: 13\r\n"
                        + "X-Content-Type-Options: nosniff\r\nConnection: close\r\nContent-Length: " + body.length()
                        + "\r\n\r\n";
        return (bodiless ? text : text + body).getBytes(StandardCharsets.US_ASCII);
    }

    /** The answer to what is no request. */
    static byte[] nonsense(String status) {
        return ("HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
                        + status)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** What was agreed. */
    record Agreement(
            boolean leaf,
            boolean mqtt,
            boolean compression,
            boolean masked,
            boolean browser,
            boolean wholeCompressed,
            @Nullable String forwardedFor,
            @Nullable String user,
            @Nullable String password,
            @Nullable String token,
            @Nullable String jwt) {
        static Agreement of(
                UpgradeRequest request, WebSocketOptions options, boolean leaf, boolean mqtt, boolean compression) {
            String agent = request.header("user-agent");
            boolean browser = agent.startsWith("Mozilla/");
            boolean safari = browser && compression && agent.contains("Version/") && agent.contains("Safari/");
            String forwarded = request.header("x-forwarded-for");
            return new Agreement(
                    leaf,
                    mqtt,
                    compression,
                    !request.header("nats-no-masking").equals("true"),
                    browser,
                    safari,
                    IpAddress.isOne(forwarded) ? forwarded : null,
                    cookie(request, options.userCookie()),
                    cookie(request, options.passwordCookie()),
                    cookie(request, options.tokenCookie()),
                    cookie(request, options.jwtCookie()));
        }

        private static @Nullable String cookie(UpgradeRequest request, @Nullable String name) {
            return name == null ? null : request.cookie(name);
        }

        @Override
        public String toString() {
            return "Agreement[compression=" + compression + ", masked=" + masked + ", browser=" + browser + "]";
        }
    }
}
