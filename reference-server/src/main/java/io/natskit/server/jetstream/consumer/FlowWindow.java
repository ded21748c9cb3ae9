// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Flow control of a push consumer: how many bytes may be under way, a window that doubles with every answer up to 32 MiB, and the request that is
 * out (ADR-9). Pure; confined to the consumer's loop.
 */
final class FlowWindow {
    /** The widest window, in bytes. */
    static final int LIMIT_BYTES = 32 * 1024 * 1024;

    private int windowBytes = LIMIT_BYTES / 16;
    private long pendingBytes;
    private long askedBytes;
    private byte @Nullable [] asked;

    /** Whether the consumer has to wait for an answer before it sends more. */
    boolean isClosed() {
        return pendingBytes > windowBytes;
    }

    /** The subject that the answer to the request that is out goes to, or null if none is. */
    byte @Nullable [] asked() {
        return asked;
    }

    /**
     * A message of that size went out; true if a request has to follow it. {@code atLimit}: the consumer acknowledges by flow control and has as many
     * unacknowledged messages as it may have.
     */
    boolean sent(int bytes, boolean atLimit) {
        pendingBytes += bytes;
        if (asked == null) {
            return pendingBytes > windowBytes / 2 || atLimit;
        }
        if (pendingBytes - askedBytes >= windowBytes) {
            askedBytes += bytes;
        }
        return false;
    }

    /** A request went out, whose answer goes to that subject. */
    void ask(byte[] subject) {
        asked = subject;
        askedBytes = pendingBytes;
    }

    /** An answer came; false if it is none to the request that is out. */
    boolean answered(byte[] bytes, int offset, int length) {
        byte[] expected = asked;
        if (expected == null || !Arrays.equals(expected, 0, expected.length, bytes, offset, offset + length)) {
            return false;
        }
        windowBytes = Math.min(windowBytes * 2, LIMIT_BYTES);
        pendingBytes = Math.max(0, pendingBytes - askedBytes);
        asked = null;
        askedBytes = 0;
        return true;
    }

    /** How many bytes may be under way. */
    int windowBytes() {
        return windowBytes;
    }
}
