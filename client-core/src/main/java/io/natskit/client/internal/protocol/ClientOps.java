// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.protocol;

/**
 * Walks over ops that this client has written itself, to find what a broken connection left unsent. Trusts its input: {@link OpEncoder} made it.
 */
public final class ClientOps {
    private final byte[] buffer;
    private final int end;
    private int start;
    private int next;

    /** A walk over the whole ops in {@code buffer} from {@code start} to {@code end}. */
    public ClientOps(byte[] buffer, int start, int end) {
        this.buffer = buffer;
        this.end = end;
        this.next = start;
    }

    /** Moves to the next op; false at the end. */
    public boolean advance() {
        if (next >= end) {
            return false;
        }
        start = next;
        int lineFeed = start;
        while (buffer[lineFeed] != '\n') {
            lineFeed++;
        }
        next = lineFeed + 1;
        if (isPublish()) {
            next += lastNumber(lineFeed - 1) + 2;
        }
        return true;
    }

    /** Where the op begins. */
    public int start() {
        return start;
    }

    /** Where the op ends. */
    public int end() {
        return next;
    }

    /** Whether the op is PUB or HPUB. */
    public boolean isPublish() {
        return buffer[start] == 'H' || (buffer[start] == 'P' && buffer[start + 1] == 'U');
    }

    /** Whether the op is PING. */
    public boolean isPing() {
        return buffer[start] == 'P' && buffer[start + 1] == 'I';
    }

    private int lastNumber(int from) {
        int n = 0;
        int factor = 1;
        for (int i = from - 1; buffer[i] != ' '; i--) {
            n += (buffer[i] - '0') * factor;
            factor *= 10;
        }
        return n;
    }
}
