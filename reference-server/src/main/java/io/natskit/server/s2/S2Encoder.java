// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.s2;

import java.nio.charset.StandardCharsets;

/**
 * Writes framed Snappy, which every reader of S2 takes: contents of 64 KiB, each with its checksum, compressed where that saves an eighth.
 * Confined to one thread. {@link #finish} writes what is left; it need not be called to free anything.
 */
public final class S2Encoder {
    private static final byte[] IDENTIFIER = "\u00ff\u0006\u0000\u0000sNaPpY".getBytes(StandardCharsets.ISO_8859_1);
    private static final int CONTENT = 1 << 16;
    private static final int HEAD = 8; // type, length, checksum

    private final S2Output output;
    private final byte[] content = new byte[CONTENT];
    private final byte[] chunk = new byte[HEAD + S2Block.lengthMax(CONTENT)];
    private int filled;
    private boolean begun;

    /** An encoder at the beginning of a stream. */
    public S2Encoder(S2Output output) {
        this.output = output;
    }

    /** Takes the next bytes of the content. */
    public void write(byte[] bytes, int offset, int length) {
        int at = offset;
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, CONTENT - filled);
            System.arraycopy(bytes, at, content, filled, taken);
            filled += taken;
            at += taken;
            left -= taken;
            if (filled == CONTENT) {
                flush();
            }
        }
    }

    /** Passes on what was taken so far, as a chunk that may be short. */
    public void flush() {
        if (!begun) {
            begun = true;
            output.bytes(IDENTIFIER, 0, IDENTIFIER.length);
        }
        if (filled == 0) {
            return;
        }
        int end = S2Block.encode(content, 0, filled, chunk, HEAD);
        boolean saves = end - HEAD < filled - filled / 8;
        if (!saves) {
            System.arraycopy(content, 0, chunk, HEAD, filled);
            end = HEAD + filled;
        }
        int length = end - HEAD + 4;
        chunk[0] = (byte) (saves ? 0 : 1);
        little(length, 1, 3);
        little(S2Checksum.of(content, 0, filled), 4, 4);
        filled = 0;
        output.bytes(chunk, 0, end);
    }

    /** As {@link #flush}: the content is over. An empty one has an identifier alone. */
    public void finish() {
        flush();
    }

    private void little(int value, int at, int bytes) {
        for (int i = 0; i < bytes; i++) {
            chunk[at + i] = (byte) (value >>> 8 * i);
        }
    }
}
