// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import io.natskit.client.internal.protocol.ClientOps;
import java.util.List;

/**
 * What a broken link left behind: whole publishes, one that was cut in the middle included from its beginning; SUB, UNSUB, PING and PONG left out, since the next link
 * starts with those of its day. Pure.
 *
 * @param blocks the ops, each whole in one block
 * @param from where the first block's ops begin that count
 * @param publishes how many publishes they are
 * @param pings how many PINGs were left out
 * @param rest what the old link still has to be sent, for it not to end in the middle of an op
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record Unsent(List<byte[]> blocks, int from, int publishes, int pings, byte[] rest) {
    /** Takes a publish. */
    interface PublishSink {
        void publish(byte[] bytes, int start, int length);
    }

    /** Where the op ends of which only a part is among the first {@code written} bytes; {@code written} between two ops. */
    static int opEnd(byte[] block, int written) {
        ClientOps ops = new ClientOps(block, 0, block.length);
        while (ops.advance()) {
            if (ops.end() >= written) {
                return ops.start() < written ? ops.end() : written;
            }
        }
        return written;
    }

    /** Of blocks, of the first of which {@code written} bytes went out or will. */
    static Unsent of(List<byte[]> blocks, int written, byte[] rest) {
        int from = blocks.isEmpty() ? 0 : firstUnwritten(blocks.get(0), written);
        int publishes = 0;
        int pings = 0;
        for (int i = 0; i < blocks.size(); i++) {
            byte[] block = blocks.get(i);
            ClientOps ops = new ClientOps(block, i == 0 ? from : 0, block.length);
            while (ops.advance()) {
                publishes += ops.isPublish() ? 1 : 0;
                pings += ops.isPing() ? 1 : 0;
            }
        }
        return new Unsent(blocks, from, publishes, pings, rest);
    }

    private static int firstUnwritten(byte[] block, int written) {
        ClientOps ops = new ClientOps(block, 0, block.length);
        while (ops.advance()) {
            if (ops.end() > written) {
                return ops.start();
            }
        }
        return block.length;
    }

    /** Calls {@code sink} with each publish, in order. */
    void forEachPublish(PublishSink sink) {
        for (int i = 0; i < blocks.size(); i++) {
            byte[] block = blocks.get(i);
            ClientOps ops = new ClientOps(block, i == 0 ? from : 0, block.length);
            while (ops.advance()) {
                if (ops.isPublish()) {
                    sink.publish(block, ops.start(), ops.end() - ops.start());
                }
            }
        }
    }
}
