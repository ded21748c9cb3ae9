// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads single records from blocks, through four windows: a reader that goes on where one ended gets much at once, any other reads what it
 * needs. Confined to the owner's thread.
 */
final class BlockReader {
    private static final int AHEAD = 64 << 10;
    private static final int NEAR = 4 << 10;

    private final Window[] windows = {new Window(), new Window(), new Window(), new Window()};
    private int turn;

    /** The window of the last {@link #require}. */
    byte[] bytes = windows[0].bytes;

    /** Brings a range into {@link #bytes}; answers where it is there, −1 if the block is shorter. */
    int require(Block block, BlockContent content, int position, int length) throws IOException {
        Window next = null;
        for (Window window : windows) {
            if (window.block == block && position >= window.start) {
                int windowEnd = window.start + window.length;
                if (position + length <= windowEnd) {
                    bytes = window.bytes;
                    return position - window.start;
                }
                if (position - windowEnd < NEAR && position - window.start > 0) {
                    next = window;
                }
            }
        }
        Window window = next == null ? windows[turn++ & 3] : next;
        int wanted = next == null ? length : Math.max(length, Math.min(AHEAD, block.end - position));
        if (window.bytes.length < wanted || window.bytes.length > Math.max(AHEAD, wanted * 4)) {
            window.bytes = new byte[Math.max(1 << 10, wanted)];
        }
        window.block = null;
        window.length = content.read(position, window.bytes, 0, wanted);
        window.start = position;
        window.block = block;
        bytes = window.bytes;
        return window.length < length ? -1 : 0;
    }

    /** Forgets what was read: something was overwritten, or blocks are gone. */
    void forget() {
        Arrays.stream(windows).forEach(window -> window.block = null);
    }

    private static final class Window {
        @Nullable
        Block block;

        int start;
        int length;
        byte[] bytes = new byte[1 << 10];
    }
}
