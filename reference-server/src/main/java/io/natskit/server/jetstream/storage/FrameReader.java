// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link FrameWriter} wrote. One thread. */
final class FrameReader {
    private final DiskFile file;
    private final long length;
    private byte[] bytes = new byte[0];
    private long position;

    FrameReader(DiskFile file) throws IOException {
        this.file = file;
        length = file.length();
    }

    /** Whether every frame is whole and the file ends with an empty one. Reads the file from end to end. */
    static boolean isWhole(DiskFile file) throws IOException {
        FrameReader reader = new FrameReader(file);
        ByteSource frame = reader.next();
        while (frame != null && frame.hasMore()) {
            frame = reader.next();
        }
        return frame != null && reader.position == reader.length;
    }

    /** The next frame, valid until the one after it; null if it is not whole. */
    @Nullable
    ByteSource next() throws IOException {
        byte[] head = new byte[FrameWriter.HEAD];
        if (file.read(position, head, 0, head.length) < head.length) {
            return null;
        }
        int content = Bytes.getInt(head, 0);
        if (content < 0 || content > FrameWriter.LENGTH_MAX || content > length - position - head.length) {
            return null;
        }
        if (bytes.length < content) {
            bytes = new byte[content];
        }
        if (file.read(position + head.length, bytes, 0, content) < content
                || Bytes.getInt(head, 4) != Bytes.crc(bytes, 0, content)) {
            return null;
        }
        position += (long) head.length + content;
        return new ByteSource(bytes, 0, content);
    }
}
