// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

/** A packet that is none: the connection ends, after a CONNACK with {@link #code()} if that is not 0. The text goes into the log. */
final class MalformedPacketException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    MalformedPacketException(String text) {
        this(0, text);
    }

    MalformedPacketException(int code, String text) {
        super(text, null, false, false);
        this.code = code;
    }

    /** What CONNACK says, 0 where none is sent. */
    int code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
