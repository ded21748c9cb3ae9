// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import io.natskit.client.internal.protocol.ClientOps;

/**
 * What a broken link left behind: whole publishes, one that was cut in the middle included from its beginning; SUB, UNSUB, PING and PONG left out, since the next link
 * starts with those of its day. Pure.
 *
 * @param bytes the publishes, with room behind them
 * @param length how many bytes they are
 * @param publishes how many publishes they are
 * @param pings how many PINGs were left out
 */
record Unsent(byte[] bytes, int length, int publishes, int pings) {

    /** Where the op ends of which only a part is among the first {@code written} bytes; {@code written} between two ops. */
    static int opEnd(byte[] block, int written, int blockLength) {
        ClientOps ops = new ClientOps(block, 0, blockLength);
        while (ops.advance()) {
            if (ops.end() >= written) {
                return ops.start() < written ? ops.end() : written;
            }
        }
        return written;
    }

    /** Of a block of which {@code written} bytes went out, and of the ops behind it. */
    static Unsent of(byte[] block, int written, int blockLength, byte[] rest, int restLength) {
        int from = blockLength;
        ClientOps ops = new ClientOps(block, 0, blockLength);
        while (ops.advance()) {
            if (ops.end() > written) {
                from = ops.start();
                break;
            }
        }
        Gathering kept = new Gathering(Math.max(64, blockLength - from + restLength));
        kept.add(block, from, blockLength);
        kept.add(rest, 0, restLength);
        return new Unsent(kept.bytes, kept.length, kept.publishes, kept.pings);
    }

    private static final class Gathering {
        private final byte[] bytes;
        private int length;
        private int publishes;
        private int pings;

        Gathering(int size) {
            bytes = new byte[size];
        }

        void add(byte[] source, int start, int end) {
            ClientOps ops = new ClientOps(source, start, end);
            while (ops.advance()) {
                if (ops.isPublish()) {
                    int size = ops.end() - ops.start();
                    System.arraycopy(source, ops.start(), bytes, length, size);
                    length += size;
                    publishes++;
                } else if (ops.isPing()) {
                    pings++;
                }
            }
        }
    }
}
