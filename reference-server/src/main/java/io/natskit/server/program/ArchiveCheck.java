// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Looks whether this JVM has mapped the archive that the launcher gave it, and removes one that does not fit, which would cost each start in
 * silence: the next start has it made anew. On a thread of its own, after the server is ready; only where the system tells (Linux).
 */
final class ArchiveCheck extends Thread {
    private static final Path MAPS = Path.of("/proc/self/maps");

    private final Path archive;

    private ArchiveCheck(Path archive) {
        super("nats-server-archive");
        this.archive = archive;
        setDaemon(true);
    }

    /** Begins to look, if the launcher took an archive from the user's cache. */
    static void begin() {
        String archive = System.getProperty("natskit.archive");
        if (archive != null) {
            new ArchiveCheck(Path.of(archive)).start();
        }
    }

    @Override
    public void run() {
        try {
            // an empty file says that none can be made
            if (Files.exists(MAPS) && Files.size(archive) > 0 && !isMapped(archive.toRealPath())) {
                ArchiveFolder.remove(archive);
            }
        } catch (IOException e) {
            // It costs the start some milliseconds, no more.
        }
    }

    private static boolean isMapped(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.anyMatch(line -> line.contains(file.toString()));
        }
    }
}
