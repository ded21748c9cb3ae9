// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Takes what a server sends over WebSocket out of its frames, and inflates what is compressed. Confined to the thread that reads. */
final class WebFrames {
    private static final int FINAL = 0x80;
    private static final int PACKED = 0x40;
    private static final int CONTROL = 0x08;
    private static final int HEAD_MAX = 10;
    private static final byte[] END = {0, 0, -1, -1};

    private final Consumer<ByteBuffer> content;
    private final Inflater inflater = new Inflater(true);
    private final ByteBuffer inflated = ByteBuffer.allocate(64 * 1024);

    // of the frame at hand
    private final byte[] head = new byte[HEAD_MAX];
    private int headLength;
    private long left;
    private boolean packed;

    /** Hands what is inside to {@code content}, in pieces that are good until it returns. */
    WebFrames(Consumer<ByteBuffer> content) {
        this.content = content;
    }

    /** Takes the bytes from position to limit. */
    void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (left == 0) {
                head[headLength++] = bytes.get();
                begin();
                continue;
            }
            int step = (int) Math.min(left, bytes.remaining());
            ByteBuffer piece = bytes.slice(bytes.position(), step);
            bytes.position(bytes.position() + step);
            left -= step;
            if ((head[0] & CONTROL) == 0) {
                hand(piece);
            }
            end();
        }
    }

    private void begin() {
        int code = headLength < 2 ? 0 : head[1] & 0x7f;
        int needed = 2 + (code == 126 ? Short.BYTES : code == 127 ? Long.BYTES : 0);
        if (headLength < needed) {
            return;
        }
        ByteBuffer length = ByteBuffer.wrap(head);
        left = code == 126 ? length.getShort(2) & 0xffff : code == 127 ? length.getLong(2) : code;
        if ((head[0] & 0x0f) != 0 && (head[0] & CONTROL) == 0) {
            packed = (head[0] & PACKED) != 0;
        }
        end();
    }

    private void end() {
        if (left > 0) {
            return;
        }
        if (packed && (head[0] & FINAL) != 0 && (head[0] & CONTROL) == 0) {
            inflate(ByteBuffer.wrap(END));
            inflater.reset();
        }
        headLength = 0;
    }

    private void hand(ByteBuffer piece) {
        if (packed) {
            inflate(piece);
        } else {
            content.accept(piece);
        }
    }

    private void inflate(ByteBuffer piece) {
        try {
            inflater.setInput(piece);
            while (inflater.inflate(inflated.clear()) > 0) {
                content.accept(inflated.flip());
            }
        } catch (DataFormatException e) {
            throw new IllegalStateException(e);
        }
    }
}
