// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Writes a file as frames, each behind its length and its checksum; an empty one is the last. One thread. */
final class FrameWriter {
    static final int HEAD = 8;
    private static final int ENOUGH = 128 << 10;

    /** No frame is longer: it ends with the first item that fills it, and the longest is a subject. */
    static final int LENGTH_MAX = ENOUGH + SubjectNames.LENGTH_MAX + 1_024;

    private final DiskFile file;
    private final BooleanSupplier hurried;
    private final ByteSink frame = new ByteSink();
    private long position;

    FrameWriter(DiskFile file, BooleanSupplier hurried) {
        this.file = file;
        this.hurried = hurried;
        frame.fixedLong(0);
    }

    /** The frame that is put together. */
    ByteSink frame() {
        return frame;
    }

    /** Ends the frame if it is long enough. */
    void endIfFull() throws IOException {
        if (frame.length() >= ENOUGH) {
            end();
        }
    }

    /** Ends the frame and begins the next; fails if there is no time for that. */
    void end() throws IOException {
        if (hurried.getAsBoolean()) {
            throw new IOException("there was no time for it");
        }
        byte[] bytes = frame.bytes();
        int length = frame.length() - HEAD;
        Bytes.putInt(bytes, 0, length);
        Bytes.putInt(bytes, 4, Bytes.crc(bytes, HEAD, length));
        file.write(position, bytes, 0, frame.length());
        position += frame.length();
        frame.cut(HEAD);
    }
}
