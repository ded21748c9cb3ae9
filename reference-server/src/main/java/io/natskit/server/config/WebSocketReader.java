// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.server.config.ConfigProblems.Mismatch;
import io.natskit.wire.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code websocket} block, with the messages of nats-server. */
final class WebSocketReader {
    private final ConfigProblems problems;

    WebSocketReader(ConfigProblems problems) {
        this.problems = problems;
    }

    WebSocketOptions read(ConfigNode node) {
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(node, "Expected websocket to be a map, got " + node.goType());
        }
        WebSocketOptions.Builder builder = WebSocketOptions.builder();
        try {
            ConfigProblems.map(node).forEach((shown, value) -> field(shown, value, builder));
        } catch (Mismatch mismatch) {
            problems.add(mismatch);
        }
        return builder.build();
    }

    private void field(String shown, ConfigNode value, WebSocketOptions.Builder builder) {
        String name = GoText.lower(shown);
        if (!address(name, value, builder) && !handshake(name, value, builder) && !access(name, value, builder)) {
            problems.unknown(value, shown);
        }
    }

    private boolean address(String name, ConfigNode value, WebSocketOptions.Builder builder) {
        switch (name) {
            case "listen" -> {
                HostPort address = HostPort.read(value);
                host(address.host(), builder);
                builder.port(address.port());
            }
            case "port" -> builder.port(ConfigProblems.integer(value));
            case "host", "net" -> host(ConfigProblems.string(value), builder);
            case "advertise" -> builder.advertise(ConfigProblems.present(value));
            case "no_tls" -> builder.noTls(ConfigProblems.bool(value));
            case "tls" -> {
                try {
                    builder.tls(new TlsReader(problems).read(value));
                } catch (Mismatch mismatch) {
                    problems.add(mismatch);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void host(String host, WebSocketOptions.Builder builder) {
        builder.host(host.isEmpty() ? WebSocketOptions.builder().build().host() : host);
    }

    private boolean handshake(String name, ConfigNode value, WebSocketOptions.Builder builder) {
        switch (name) {
            case "same_origin" -> builder.sameOrigin(ConfigProblems.bool(value));
            case "allowed_origins", "allowed_origin", "allow_origins", "allow_origin", "origins", "origin" ->
                builder.allowedOrigins(origins(value));
            case "handshake_timeout" -> {
                Duration timeout = timeout(value);
                if (!timeout.isZero()) {
                    builder.handshakeTimeout(timeout);
                }
            }
            case "compress", "compression" -> builder.compression(ConfigProblems.bool(value));
            case "headers" -> builder.headers(headers(value));
            case "ping_interval" -> {
                Duration interval = problems.duration(value, "ping_interval");
                builder.pingInterval(interval.isZero() ? null : interval);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean access(String name, ConfigNode value, WebSocketOptions.Builder builder) {
        switch (name) {
            case "authorization", "authentication" -> {
                DoorLogin login = DoorLogin.read(value, problems);
                builder.username(login.username)
                        .password(login.password)
                        .token(login.token)
                        .authTimeout(login.timeout);
            }
            case "jwt_cookie" -> builder.jwtCookie(ConfigProblems.present(value));
            case "user_cookie" -> builder.userCookie(ConfigProblems.present(value));
            case "pass_cookie" -> builder.passwordCookie(ConfigProblems.present(value));
            case "token_cookie" -> builder.tokenCookie(ConfigProblems.present(value));
            case "no_auth_user" -> builder.noAuthUser(ConfigProblems.present(value));
            default -> {
                return false;
            }
        }
        return true;
    }

    private List<String> origins(ConfigNode value) {
        if (value.value() instanceof String one) {
            return List.of(one);
        }
        if (!(value.value() instanceof List)) {
            throw ConfigProblems.mismatch(value, "error parsing allowed origins: unsupported type " + value.goType());
        }
        List<String> origins = new ArrayList<>();
        for (ConfigNode entry : ConfigProblems.list(value)) {
            if (entry.value() instanceof String origin) {
                origins.add(origin);
            } else {
                problems.error(entry, "error parsing allowed origins: unsupported type in array " + entry.goType());
            }
        }
        return origins;
    }

    private static Duration timeout(ConfigNode value) {
        if (value.value() instanceof Long seconds) {
            return Duration.ofSeconds(seconds);
        }
        if (!(value.value() instanceof String text)) {
            throw ConfigProblems.mismatch(value, "error parsing handshake timeout: unsupported type " + value.goType());
        }
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw ConfigProblems.mismatch(value, String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> headers(ConfigNode value) {
        if (!(value.value() instanceof Map)) {
            throw ConfigProblems.mismatch(value, "error parsing headers: unsupported type " + value.goType());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        ConfigProblems.map(value).forEach((name, text) -> {
            if (text.value() instanceof String plain) {
                headers.put(name, plain);
            } else {
                problems.error(text, "error parsing header key " + name + ": unsupported type " + text.goType());
            }
        });
        return headers;
    }
}
