// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that a process writes lines to, and what was in it once it is removed. Any thread. */
final class WrittenFile {
    private final Path path;
    private volatile @Nullable String kept;

    /** A new file of the temporary folder. */
    WrittenFile(String ending) throws IOException {
        path = Files.createTempFile("server", ending);
        path.toFile().deleteOnExit();
    }

    Path path() {
        return path;
    }

    /** How much there is. */
    long size() {
        String before = kept;
        try {
            return before == null ? Files.size(path) : before.length();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its whole lines; what is behind the last of them, too, unless more may come. */
    String text(boolean moreMayCome) {
        String before = kept;
        if (before != null) {
            return before;
        }
        try {
            String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n');
            return moreMayCome || end == text.length() - 1 ? text.substring(0, Math.max(end, 0)) : text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the file, to which nothing more comes; its text can be read still. */
    void remove() {
        if (kept == null) {
            kept = text(false);
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
