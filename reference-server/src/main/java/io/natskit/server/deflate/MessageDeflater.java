// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.deflate;

import java.nio.ByteBuffer;

/**
 * Compresses messages, each by itself, as permessage-deflate without context takeover sends them (RFC 7692, 7.2.1): one block, and the beginning of
 * an empty one whose last four bytes are left out. For speed rather than size: copies are found greedily, by one place each. Keeps some 400 KiB. Confined
 * to one thread.
 */
public final class MessageDeflater {
    /** The most that one message may be. */
    public static final int LENGTH_MAX = 64 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final byte[] text = new byte[LENGTH_MAX];
    private final Copies copies = new Copies(LENGTH_MAX);
    private final Block block = new Block();
    private final BitOutput output = new BitOutput(LENGTH_MAX);

    /**
     * The first {@code length} bytes from the position on, compressed, as a view that is good until the next call; empty if they would not become fewer.
     * The source stays as it is.
     */
    public ByteBuffer deflate(ByteBuffer source, int length) {
        source.get(source.position(), text, 0, length);
        copies.find(text, length);
        if (!block.count(text, copies) || block.bytes() >= length) {
            return NOTHING;
        }
        output.clear();
        block.write(text, copies, output);
        return output.whole();
    }
}
