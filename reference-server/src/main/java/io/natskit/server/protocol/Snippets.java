// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

/** Input as it may stand in a log line. */
final class Snippets {
    private static final String HEX = "0123456789abcdef";

    private Snippets() {}

    /** The bytes with everything but printable ASCII escaped. */
    static String quoted(byte[] b, int from, int end) {
        StringBuilder text = new StringBuilder(end - from);
        for (int i = from; i < end; i++) {
            int c = b[i] & 0xff;
            switch (c) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '"', '\\' -> text.append('\\').append((char) c);
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        text.append((char) c);
                    } else {
                        text.append("\\x").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    }
                }
            }
        }
        return text.toString();
    }
}
