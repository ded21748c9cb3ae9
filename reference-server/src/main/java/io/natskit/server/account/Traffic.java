// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.account;

/**
 * Counts of messages, seen from the server. Immutable.
 *
 * @param inMessages from clients
 * @param inBytes from clients
 * @param outMessages to clients
 * @param outBytes to clients
 */
public record Traffic(long inMessages, long inBytes, long outMessages, long outBytes) {
    /** Nothing. */
    public static final Traffic NONE = new Traffic(0, 0, 0, 0);

    /** Both together. */
    public Traffic plus(Traffic other) {
        return new Traffic(
                inMessages + other.inMessages,
                inBytes + other.inBytes,
                outMessages + other.outMessages,
                outBytes + other.outBytes);
    }

    /** What is more than in an earlier count. */
    public Traffic since(Traffic earlier) {
        return new Traffic(
                inMessages - earlier.inMessages,
                inBytes - earlier.inBytes,
                outMessages - earlier.outMessages,
                outBytes - earlier.outBytes);
    }
}
