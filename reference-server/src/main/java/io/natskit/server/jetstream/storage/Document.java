// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A small file that is replaced as a whole: {@code [checksum][length of the name] name content}. A single flipped bit is put right. Any
 * thread, one at a time for each path.
 *
 * @param name whose document it is
 * @param content what its owner keeps in it; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
record Document(String name, byte[] content) {
    private static final int HEAD = 8;

    /** Replaces the file, durably; blocks for two syncs. */
    static void write(Disk disk, Path path, String name, byte[] content) throws IOException {
        write(disk, path, name, content, true);
    }

    /** Replaces the file so that the process cannot lose it, and where {@code durable} is set, a power cut neither. */
    static void write(Disk disk, Path path, String name, byte[] content, boolean durable) throws IOException {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[HEAD + nameBytes.length + content.length];
        Bytes.putInt(bytes, 4, nameBytes.length);
        System.arraycopy(nameBytes, 0, bytes, HEAD, nameBytes.length);
        System.arraycopy(content, 0, bytes, HEAD + nameBytes.length, content.length);
        Bytes.putInt(bytes, 0, Bytes.crc(bytes, 4, bytes.length - 4));
        Replacement replacement = new Replacement(disk, path);
        replacement.write(file -> file.write(0, bytes, 0, bytes.length), durable);
        replacement.put();
        if (durable) {
            disk.syncFolder(Folders.parentOf(path));
        }
    }

    /** Makes what is in the file durable, not its name. */
    static void sync(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            file.sync();
        }
    }

    /** What is in the file; null if it is not there or damaged. */
    static @Nullable Document read(Disk disk, Path path) throws IOException {
        if (!disk.exists(path)) {
            return null;
        }
        try (DiskFile file = disk.open(path)) {
            byte[] bytes = new byte[(int) Math.min(file.length(), 64 << 20)];
            int length = file.read(0, bytes, 0, bytes.length);
            if (length < HEAD || !BitRepair.repair(bytes, 4, length - 4, Bytes.getInt(bytes, 0))) {
                return null;
            }
            int nameLength = Bytes.getInt(bytes, 4);
            if (nameLength < 0 || nameLength > length - HEAD) {
                return null;
            }
            String name = new String(bytes, HEAD, nameLength, StandardCharsets.UTF_8);
            return new Document(name, Arrays.copyOfRange(bytes, HEAD + nameLength, length));
        }
    }
}
