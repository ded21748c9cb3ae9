// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import java.util.List;
import java.util.Locale;

/**
 * Whether messages may be compressed (permessage-deflate, RFC 7692), and whether a side remembers what it said in earlier ones. Both may unless the server wants otherwise; the window is 32 KiB, since Java's
 * deflater knows no other.
 */
record Deflate(boolean agreed, boolean clientRemembers, boolean serverRemembers) {
    static final Deflate NONE = new Deflate(false, false, false);
    static final String OFFER = "permessage-deflate";

    private static final int WINDOW_BITS_MIN = 8;
    private static final int WINDOW_BITS_MAX = 15;

    /** What the headers of an answer come to. Throws {@link IllegalArgumentException} for what was not offered. */
    static Deflate of(List<String> extensions, boolean offered) {
        Deflate found = NONE;
        for (String header : extensions) {
            for (String extension : Parts.of(header, ',')) {
                if (!offered || found.agreed) {
                    throw new IllegalArgumentException("the extension " + extension + " was not offered");
                }
                found = one(Parts.of(extension, ';'));
            }
        }
        return found;
    }

    private static Deflate one(List<String> parts) {
        if (!parts.get(0).equalsIgnoreCase(OFFER)) {
            throw new IllegalArgumentException("the extension " + parts.get(0) + " was not offered");
        }
        boolean client = true;
        boolean server = true;
        for (String parameter : parts.subList(1, parts.size())) {
            switch (parameter.toLowerCase(Locale.ROOT)) {
                case "client_no_context_takeover" -> client = false;
                case "server_no_context_takeover" -> server = false;
                default -> serverWindow(parameter);
            }
        }
        return new Deflate(true, client, server);
    }

    /** A server may have a window that is smaller than ours, of which it need not be told. */
    private static void serverWindow(String parameter) {
        List<String> pair = Parts.of(parameter, '=');
        if (pair.size() != 2 || !pair.get(0).equalsIgnoreCase("server_max_window_bits") || !isWindow(pair.get(1))) {
            throw new IllegalArgumentException("permessage-deflate with " + parameter + " was not offered");
        }
    }

    private static boolean isWindow(String text) {
        try {
            int bits = Integer.parseInt(text.replace("\"", ""));
            return bits >= WINDOW_BITS_MIN && bits <= WINDOW_BITS_MAX;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
