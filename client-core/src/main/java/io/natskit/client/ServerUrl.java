// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one server URL. Written by hand, since {@code java.net.URI} refuses user information and host names that NATS users have. */
final class ServerUrl {

    private final String text;

    ServerUrl(String url) {
        this.text = url.strip();
    }

    ServerAddress address() {
        int schemeEnd = text.indexOf("://");
        ServerAddress.Scheme scheme = schemeEnd < 0 ? ServerAddress.Scheme.NATS : scheme(text.substring(0, schemeEnd));
        String rest = schemeEnd < 0 ? text : text.substring(schemeEnd + 3);
        int authorityEnd = firstOf(rest, "/?#");
        String authority = rest.substring(0, authorityEnd);
        String path = rest.substring(authorityEnd);
        if (!scheme.isWebSocket() && !path.isEmpty() && !path.equals("/")) {
            throw refused("no path");
        }
        int at = authority.lastIndexOf('@');
        Credentials credentials = at < 0 ? null : credentials(authority.substring(0, at));
        String hostPort = authority.substring(at + 1);
        int colon = portColon(hostPort);
        String host = colon < 0 ? hostPort : hostPort.substring(0, colon);
        int port = colon < 0 || colon == hostPort.length() - 1
                ? scheme.defaultPort()
                : port(hostPort.substring(colon + 1));
        return new ServerAddress(scheme, host(host), port, scheme.isWebSocket() ? path : "", credentials);
    }

    private ServerAddress.Scheme scheme(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "nats" -> ServerAddress.Scheme.NATS;
            case "tls" -> ServerAddress.Scheme.TLS;
            case "ws" -> ServerAddress.Scheme.WS;
            case "wss" -> ServerAddress.Scheme.WSS;
            default -> throw refused("a scheme of nats, tls, ws or wss");
        };
    }

    /** Where the port's colon is, past the brackets of an IPv6 address; -1 for none. */
    private int portColon(String hostPort) {
        if (hostPort.startsWith("[")) {
            int close = hostPort.indexOf(']');
            if (close < 0) {
                throw refused("a ] after the IPv6 address");
            }
            if (close == hostPort.length() - 1) {
                return -1;
            }
            if (hostPort.charAt(close + 1) != ':') {
                throw refused("a : after ]");
            }
            return close + 1;
        }
        int colon = hostPort.indexOf(':');
        if (colon != hostPort.lastIndexOf(':')) {
            throw refused("an IPv6 address in brackets");
        }
        return colon;
    }

    private String host(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (bare.isEmpty()) {
            throw refused("a host");
        }
        for (int i = 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            if (c <= ' ' || c == 0x7f || c == '[' || c == ']' || c == '\\') {
                throw refused("a host without such characters");
            }
        }
        return bare.toLowerCase(Locale.ROOT);
    }

    private int port(String digits) {
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || port > 65535) {
                throw refused("a port of 1 to 65535");
            }
            port = port * 10 + (c - '0');
        }
        if (port < 1 || port > 65535) {
            throw refused("a port of 1 to 65535");
        }
        return port;
    }

    private @Nullable Credentials credentials(String userInfo) {
        if (userInfo.isEmpty()) {
            return null;
        }
        int colon = userInfo.indexOf(':');
        if (colon < 0) {
            return Credentials.token(decode(userInfo).toCharArray());
        }
        String user = decode(userInfo.substring(0, colon));
        return Credentials.userPassword(
                user, decode(userInfo.substring(colon + 1)).toCharArray());
    }

    /** Turns %XX into bytes and those, as UTF-8, into characters. */
    private String decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '%') {
                out.put(in[i]);
                continue;
            }
            int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw refused("two hexadecimal digits after each % in the user information");
            }
            out.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
        } catch (CharacterCodingException e) {
            throw refused("UTF-8 in the user information");
        }
    }

    private static int firstOf(String text, String any) {
        for (int i = 0; i < text.length(); i++) {
            if (any.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    /** The error, with the URL as far as it holds no secret. */
    private IllegalArgumentException refused(String expected) {
        int at = text.lastIndexOf('@');
        int schemeEnd = text.indexOf("://");
        String shown = at < 0
                ? text
                : (schemeEnd < 0 ? "" : text.substring(0, schemeEnd + 3)) + "<hidden>" + text.substring(at);
        return new IllegalArgumentException("server URL: \"" + shown + "\" (expected: " + expected + ")");
    }
}
