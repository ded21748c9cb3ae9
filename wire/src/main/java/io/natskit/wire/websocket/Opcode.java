// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.websocket;

/** The kinds of frames (RFC 6455, 5.2). Pure. */
public final class Opcode {
    /** A message goes on. */
    public static final int CONTINUATION = 0;
    /** A message of text begins. */
    public static final int TEXT = 1;
    /** A message of bytes begins. */
    public static final int BINARY = 2;
    /** The last that a side says. */
    public static final int CLOSE = 8;
    /** Wants a pong with the same payload. */
    public static final int PING = 9;
    /** The answer to a ping. */
    public static final int PONG = 10;

    private Opcode() {}

    /** Whether it is no part of a message, and may come between two of them. */
    public static boolean isControl(int opcode) {
        return opcode >= CLOSE;
    }
}
