// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has read on its way to the handler: parsed in the loop's array, and only what the handler could not use yet is kept
 * here. Confined to the connection's loop.
 */
final class Intake {
    private final Connection owner;
    private final EventLoop loop;
    private final Connection.Handler handler;

    private byte @Nullable [] kept;
    private int keptLength;
    private int wanted;

    Intake(Connection owner, Connection.Handler handler) {
        this.owner = owner;
        this.loop = owner.loop();
        this.handler = handler;
    }

    /** Hands over what was read, behind what was kept. */
    void feed(ByteBuffer buffer) {
        while (buffer.hasRemaining() && !owner.isClosed()) {
            if (wanted > keptLength && !isHeldBack()) {
                collect(buffer);
            } else {
                feedAll(buffer);
            }
        }
    }

    /** Hands over what was kept; an array that is still of no use stays where it is. */
    void deliverKept() {
        byte[] own = kept;
        if (own == null) {
            return;
        }
        int length = keptLength;
        kept = null;
        keptLength = 0;
        wanted = 0;
        int used = handler.received(own, 0, length);
        if (used == 0 && !owner.isClosed()) {
            kept = own;
            keptLength = length;
            wanted = expected();
            return;
        }
        if (used < length && !owner.isClosed()) {
            keep(own, used, length - used);
        }
        loop.arrays().give(own);
    }

    /** Forgets what was kept. */
    void drop() {
        if (kept != null) {
            loop.arrays().give(kept);
            kept = null;
        }
        keptLength = 0;
        wanted = 0;
    }

    /** Input that is here already waits too. */
    private boolean isHeldBack() {
        return owner.isPaused(Connection.AWAITING);
    }

    /** Adds to an operation whose length is known, and hands it over once that is reached. */
    private void collect(ByteBuffer buffer) {
        int part = Math.min(buffer.remaining(), wanted - keptLength);
        byte[] array = room(keptLength + part);
        buffer.get(array, keptLength, part);
        keptLength += part;
        if (keptLength == wanted) {
            deliverKept();
        }
    }

    private void feedAll(ByteBuffer buffer) {
        int count = buffer.remaining();
        byte[] array = loop.input(keptLength + count);
        int start = keptLength;
        byte[] before = kept;
        if (before != null) {
            System.arraycopy(before, 0, array, 0, start);
            drop();
        }
        buffer.get(array, start, count);
        int end = start + count;
        int used = isHeldBack() ? 0 : handler.received(array, 0, end);
        if (used < end && !owner.isClosed()) {
            keep(array, used, end - used);
        }
    }

    private void keep(byte[] array, int from, int length) {
        byte[] own = loop.arrays().take(length);
        System.arraycopy(array, from, own, 0, length);
        kept = own;
        keptLength = length;
        wanted = expected();
    }

    private int expected() {
        return isHeldBack() ? 0 : handler.wanted();
    }

    /** The kept array with room for that many bytes: grown by doubling, so that a peer must send what it wants remembered. */
    private byte[] room(int length) {
        byte[] own = kept;
        if (own != null && own.length >= length) {
            return own;
        }
        byte[] bigger = loop.arrays().take(Math.min(Math.max(wanted, length), Math.max(length, 2 * keptLength)));
        if (own != null) {
            System.arraycopy(own, 0, bigger, 0, keptLength);
            loop.arrays().give(own);
        }
        kept = bigger;
        return bigger;
    }
}
