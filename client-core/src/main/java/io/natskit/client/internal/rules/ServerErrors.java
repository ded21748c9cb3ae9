// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.rules;

import io.natskit.client.AuthenticationException;
import io.natskit.client.PermissionException;
import io.natskit.client.ServerErrorException;
import io.natskit.client.ServerErrorKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the text of {@code -ERR} means; the texts are those of nats-server 2.15, compared without regard to case. Pure. */
public final class ServerErrors {

    private static final String PUBLISH = "permissions violation for publish to ";
    private static final String REPLY = "permissions violation for publish with reply of ";
    private static final String SUBSCRIBE = "permissions violation for subscription to ";
    private static final String QUEUE = " using queue ";

    private ServerErrors() {}

    /** The exception for {@code text}, which may stand in single quotes. */
    public static ServerErrorException of(String text) {
        String bare = unquoted(text.strip());
        String lower = bare.toLowerCase(Locale.ROOT);
        if (lower.startsWith("permissions violation")) {
            @Nullable PermissionException refused = permission(bare, lower);
            if (refused != null) {
                return refused;
            }
        }
        ServerErrorKind kind = kind(lower);
        return switch (kind) {
            case AUTHORIZATION_VIOLATION,
                    AUTHENTICATION_TIMEOUT,
                    USER_AUTHENTICATION_EXPIRED,
                    USER_AUTHENTICATION_REVOKED,
                    ACCOUNT_AUTHENTICATION_EXPIRED -> new AuthenticationException(kind, bare, null);
            default -> new ServerErrorException(kind, bare);
        };
    }

    private static @Nullable PermissionException permission(String text, String lower) {
        if (lower.startsWith(PUBLISH)) {
            return refused(PermissionException.Action.PUBLISH, text, PUBLISH.length(), null);
        }
        if (lower.startsWith(REPLY)) {
            return refused(PermissionException.Action.PUBLISH, text, REPLY.length(), null);
        }
        if (lower.startsWith(SUBSCRIBE)) {
            int queue = lower.indexOf(QUEUE, SUBSCRIBE.length());
            String group = queue < 0 ? null : goQuoted(text, queue + QUEUE.length());
            return refused(PermissionException.Action.SUBSCRIBE, text, SUBSCRIBE.length(), group);
        }
        return null;
    }

    private static @Nullable PermissionException refused(
            PermissionException.Action action, String text, int at, @Nullable String queueGroup) {
        @Nullable String subject = goQuoted(text, at);
        return subject == null ? null : new PermissionException(action, subject, queueGroup, text);
    }

    private static ServerErrorKind kind(String lower) {
        if (lower.startsWith("authorization violation")) {
            return ServerErrorKind.AUTHORIZATION_VIOLATION;
        }
        if (lower.startsWith("authentication timeout")) {
            return ServerErrorKind.AUTHENTICATION_TIMEOUT;
        }
        if (lower.startsWith("user authentication expired")) {
            return ServerErrorKind.USER_AUTHENTICATION_EXPIRED;
        }
        if (lower.startsWith("user authentication revoked")) {
            return ServerErrorKind.USER_AUTHENTICATION_REVOKED;
        }
        if (lower.startsWith("account authentication expired")) {
            return ServerErrorKind.ACCOUNT_AUTHENTICATION_EXPIRED;
        }
        return limitOrProtocol(lower);
    }

    private static ServerErrorKind limitOrProtocol(String lower) {
        if (lower.startsWith("maximum account active connections")) {
            return ServerErrorKind.MAXIMUM_ACCOUNT_CONNECTIONS;
        }
        if (lower.startsWith("maximum connections")) {
            return ServerErrorKind.MAXIMUM_CONNECTIONS;
        }
        if (lower.startsWith("maximum subscriptions")) {
            return ServerErrorKind.MAXIMUM_SUBSCRIPTIONS;
        }
        if (lower.startsWith("maximum payload")) {
            return ServerErrorKind.MAXIMUM_PAYLOAD;
        }
        if (lower.startsWith("maximum control line")) {
            return ServerErrorKind.MAXIMUM_CONTROL_LINE;
        }
        if (lower.startsWith("stale connection")) {
            return ServerErrorKind.STALE_CONNECTION;
        }
        if (lower.startsWith("slow consumer")) {
            return ServerErrorKind.SLOW_CONSUMER;
        }
        if (lower.startsWith("secure connection")) {
            return ServerErrorKind.SECURE_CONNECTION_REQUIRED;
        }
        if (lower.startsWith("unknown protocol operation") || lower.startsWith("parser error")) {
            return ServerErrorKind.PARSER_ERROR;
        }
        return rest(lower);
    }

    private static ServerErrorKind rest(String lower) {
        if (lower.startsWith("invalid subject") || lower.startsWith("invalid publish subject")) {
            return ServerErrorKind.INVALID_SUBJECT;
        }
        if (lower.startsWith("connection throttling")) {
            return ServerErrorKind.CONNECTION_THROTTLING;
        }
        if (lower.startsWith("server shutdown")) {
            return ServerErrorKind.SERVER_SHUTDOWN;
        }
        if (lower.startsWith("invalid client protocol")
                || lower.startsWith("no responders requires headers")
                || lower.startsWith("message headers not supported")) {
            return ServerErrorKind.UNSUPPORTED;
        }
        return ServerErrorKind.OTHER;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("'") && text.endsWith("'");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** What stands at {@code at} between double quotes, as Go's %q writes it; null when there is none. */
    private static @Nullable String goQuoted(String text, int at) {
        if (at >= text.length() || text.charAt(at) != '"') {
            return null;
        }
        StringBuilder found = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return found.toString();
            }
            if (c == '\\' && i + 1 < text.length()) {
                c = text.charAt(++i);
            }
            found.append(c);
        }
        return null;
    }
}
