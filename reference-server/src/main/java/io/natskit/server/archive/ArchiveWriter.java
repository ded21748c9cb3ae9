// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.archive;

import java.nio.charset.StandardCharsets;

/** Writes an archive of version 2. Confined to one thread. */
public final class ArchiveWriter {
    private static final byte[] MAGIC = "NATSARC1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONE = {};
    private static final int HEAD_MAX = 50;

    private final ArchiveOutput output;
    private final byte[] head = new byte[HEAD_MAX];
    private int filled;
    private boolean begun;

    /** At the beginning of an archive. */
    public ArchiveWriter(ArchiveOutput output) {
        this.output = output;
    }

    /** Writes a file, such as {@code state.json}. */
    public void file(String name, long timeNanos, byte[] content) {
        entry(name.getBytes(StandardCharsets.UTF_8), timeNanos, 0, NONE, content);
    }

    /** Writes an entry; a message has a sequence, and its subject for a name. */
    public void entry(byte[] name, long timeNanos, long sequence, byte[] headers, byte[] payload) {
        if (!begun) {
            begun = true;
            output.bytes(MAGIC, 0, MAGIC.length);
        }
        filled = 0;
        number(name.length);
        number(timeNanos << 1 ^ timeNanos >> 63);
        number(sequence);
        number(headers.length);
        number(payload.length);
        output.bytes(head, 0, filled);
        pass(name);
        pass(headers);
        pass(payload);
    }

    /** Writes the mark at the end. */
    public void finish() {
        entry(NONE, 0, 0, NONE, NONE);
    }

    private void number(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            head[filled++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        head[filled++] = (byte) left;
    }

    private void pass(byte[] bytes) {
        if (bytes.length > 0) {
            output.bytes(bytes, 0, bytes.length);
        }
    }
}
