// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * Writes files whole or not at all. Where the power fails, a file is what it was before or what it was to be; which of both is for the file system to
 * say, since only its content is synced and not its folder. Blocks.
 */
final class WholeFile {
    /** Nobody writes that long. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private WholeFile() {}

    /**
     * Puts a file in the place of another, by way of a draft beside it whose name begins so; makes the folder if there is none. Drafts that somebody
     * left behind, who ended in the middle, go.
     */
    static void write(Path file, String draftPrefix, byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + ": no file (expected: one in a folder)");
        }
        // before JDK 20 a link to a folder is none to whoever makes folders
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        Path draft = Files.createTempFile(folder, draftPrefix, "");
        try {
            // no channel: an interrupt would close it in the middle
            try (FileOutputStream out = new FileOutputStream(draft.toFile())) {
                out.write(bytes);
                out.getFD().sync();
            }
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
        clean(folder, draftPrefix);
    }

    /** By their age: other drafts may be in the making. */
    private static void clean(Path folder, String draftPrefix) {
        FileTime since = FileTime.from(Instant.now().minus(ABANDONED));
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(
                folder, each -> each.getFileName().toString().startsWith(draftPrefix))) {
            for (Path each : drafts) {
                if (Files.getLastModifiedTime(each).compareTo(since) < 0) {
                    Files.delete(each);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // what was to be written is written, and the next one tries again
        }
    }
}
