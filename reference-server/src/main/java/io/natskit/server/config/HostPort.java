// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

/**
 * An address to listen on, or to name to others.
 *
 * @param host the host, empty where only a port is named
 * @param port the port
 */
public record HostPort(String host, int port) {
    /** What clients are told of a listener on that port: {@code client_advertise}, whose port may be left out, or the address itself. */
    public static HostPort advertised(ListenOptions listen, int port) {
        String named = listen.clientAdvertise();
        if (named == null || named.isEmpty()) {
            return new HostPort(listen.host(), port);
        }
        int colon = named.lastIndexOf(':');
        boolean withPort = colon >= 0 && named.indexOf(']', colon) < 0;
        String host = withPort ? named.substring(0, colon) : named;
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        int own = withPort ? port(named.substring(colon + 1)) : 0;
        return new HostPort(plain, own > 0 ? own : port);
    }

    /** As URLs have it, with an IPv6 address in brackets. */
    public String text() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static HostPort read(ConfigNode node) {
        if (node.value() instanceof Long port) {
            return new HostPort("", (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, port)));
        }
        if (!(node.value() instanceof String text)) {
            throw ConfigProblems.mismatch(node, "expected port or host:port, got " + node.goType());
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0 || !bracketed && (host.contains(":") || host.contains("[") || host.contains("]"))) {
            throw ConfigProblems.mismatch(node, "could not parse address string " + GoText.quote(text));
        }
        String port = text.substring(colon + 1);
        try {
            return new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
        } catch (NumberFormatException e) {
            throw ConfigProblems.mismatch(node, "could not parse port " + GoText.quote(port));
        }
    }
}
