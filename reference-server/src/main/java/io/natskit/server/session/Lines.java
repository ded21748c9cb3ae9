// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import java.nio.charset.StandardCharsets;

/** Control lines that never change, and texts on their way to the wire. */
final class Lines {
    static final byte[] OK = bytes("+OK\r\n");
    static final byte[] PING = bytes("PING\r\n");
    static final byte[] PONG = bytes("PONG\r\n");

    private Lines() {}

    static byte[] error(String text) {
        return bytes("-ERR '" + text + "'\r\n");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }
}
