// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that their owner alone may read: 0600 from the moment that they are made, where the file system knows such modes. */
final class PrivateFiles {
    private PrivateFiles() {}

    static FileAttribute<?>[] fileMode(Path path) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Writes a file, in place of what was there. */
    static void write(Path path, String text) throws IOException {
        try (SeekableByteChannel file = Files.newByteChannel(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                fileMode(path))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }

    /** What went wrong with a file, in Go's words: {@code open FILE: no such file or directory}. */
    static String reason(Path path, IOException failure) {
        String what;
        if (failure instanceof java.nio.file.NoSuchFileException) {
            what = "no such file or directory";
        } else if (failure instanceof java.nio.file.AccessDeniedException) {
            what = "permission denied";
        } else {
            what = String.valueOf(failure.getMessage()).toLowerCase(java.util.Locale.ROOT);
        }
        return "open " + path + ": " + what;
    }
}
