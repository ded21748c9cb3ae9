// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files whole or not at all, also where the power fails. Blocks. */
final class WholeFile {
    private WholeFile() {}

    /** Puts a file in the place of another, by way of a draft beside it whose name begins so; makes the folder if there is none. */
    static void write(Path file, String draftPrefix, byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
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
    }
}
