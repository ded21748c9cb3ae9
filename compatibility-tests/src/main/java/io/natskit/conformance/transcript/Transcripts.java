// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Transcript files and recordings in folders. */
public final class Transcripts {
    private Transcripts() {}

    /** All transcripts of a folder, by name. */
    public static List<Transcript> in(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".txt"))
                    .sorted()
                    .map(Transcripts::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one file. */
    public static Transcript read(Path file) {
        String name = String.valueOf(file.getFileName());
        return TranscriptParser.parse(name.substring(0, name.length() - ".txt".length()), text(file));
    }

    /** The recorded answers to a transcript; empty when there are none. */
    public static Recording recording(Path folder, String name) {
        Path file = folder.resolve(name + ".txt");
        return Files.exists(file) ? Recording.parse(text(file)) : new Recording();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
