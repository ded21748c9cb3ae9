// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.Locale;

/**
 * The origin of a web page. Immutable.
 *
 * @param scheme such as {@code https}, in lower case
 * @param host in lower case
 * @param port the port, that of the scheme where none is named
 */
public record WebOrigin(String scheme, String host, String port) {
    /** Reads {@code scheme://host[:port]}, and what may follow; throws {@link IllegalArgumentException} saying what is wrong. */
    public static WebOrigin parse(String text) {
        int colon = text.indexOf("://");
        if (colon <= 0 || !isScheme(text, colon)) {
            throw new IllegalArgumentException("parse " + GoText.quote(text) + ": invalid URI for request");
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        int from = colon + 3;
        int to = from;
        while (to < text.length() && "/?#".indexOf(text.charAt(to)) < 0) {
            to++;
        }
        String authority = text.substring(from, to);
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        return of(scheme, authority);
    }

    private static WebOrigin of(String scheme, String authority) {
        String usual = scheme.equals("https") ? "443" : "80";
        int bracket = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', Math.max(0, bracket));
        if (bracket < 0 && colon >= 0 && authority.indexOf(':', colon + 1) >= 0) {
            throw new IllegalArgumentException("address " + authority + ": too many colons in address");
        }
        String host = colon < 0 ? authority : authority.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        return new WebOrigin(scheme, host.toLowerCase(Locale.ROOT), colon < 0 ? usual : authority.substring(colon + 1));
    }

    private static boolean isScheme(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean later = c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !later)) {
                return false;
            }
        }
        return true;
    }
}
