// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The user's cache of archives: each is kept as long as the jar and the JVM that it was made of are there. Any thread. */
final class ArchiveFolder {
    private static final String PREFIX = "natskit-server-";
    private static final Duration LEFTOVER = Duration.ofHours(1);

    private final Path folder;

    private ArchiveFolder(Path folder) {
        this.folder = folder;
    }

    static ArchiveFolder of(Path folder) {
        return new ArchiveFolder(folder);
    }

    /** Where the jar and the JVM of an archive are written down, a line each. */
    static Path originOf(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".of");
    }

    /** Removes archives that nobody can use any more, and what runs that died have left; of other people's files it touches none. */
    void sweep(Instant now) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> name(file).startsWith(PREFIX)).toList();
        }
        for (Path file : files) {
            String name = name(file);
            if (name.endsWith(".jsa") || name.endsWith(".aot")) {
                if (!isOfUse(file)) {
                    remove(file);
                }
            } else if (!name.endsWith(".of") && isOlder(file, now.minus(LEFTOVER))) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Removes one archive. */
    static void remove(Path archive) throws IOException {
        Files.deleteIfExists(archive);
        Files.deleteIfExists(originOf(archive));
    }

    private static boolean isOfUse(Path archive) throws IOException {
        Path origin = originOf(archive);
        if (!Files.exists(origin)) {
            return false; // of the time when archives were called after the JVM alone
        }
        List<String> lines = Files.readAllLines(origin);
        return lines.size() >= 2 && lines.stream().limit(2).allMatch(line -> Files.exists(Path.of(line)));
    }

    private static boolean isOlder(Path file, Instant than) throws IOException {
        return Files.exists(file) && Files.getLastModifiedTime(file).toInstant().isBefore(than);
    }

    private static String name(Path file) {
        return Objects.requireNonNull(file.getFileName()).toString();
    }
}
