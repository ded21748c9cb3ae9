// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.objects;

import io.natskit.cli.action.Failure;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.Progress;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectReader;
import io.natskit.objectstore.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit object get}. */
@Command(name = "get", description = "Writes an object into a file, or - for standard output.")
public final class ObjectGet extends OneStore {
    @Parameters(index = "1", paramLabel = "OBJECT", description = "The object.")
    private String name = "";

    @Option(
            names = {"-O", "--output"},
            paramLabel = "FILE",
            description = "Where to; by default a file of the object's name in this folder.")
    private @Nullable Path output;

    @Option(
            names = "--progress",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Draws a bar, on by default.")
    private boolean progress = true;

    @Option(
            names = {"-f", "--force"},
            description = "Overwrites a file without asking.")
    private boolean force;

    /** For picocli. */
    public ObjectGet() {}

    @Override
    int run(Session session, ObjectStore store) throws IOException {
        if (output != null && output.toString().equals("-")) {
            try (ObjectReader reader = store.open(name);
                    InputStream content = reader.stream()) {
                content.transferTo(terminal().out());
                terminal().out().flush();
            }
            return 0;
        }
        Path file = output != null ? output : fileOf(name);
        if (Files.exists(file)) {
            confirm(force, "Really overwrite " + file + "?");
        }
        long size = store.info(name).map(ObjectInfo::size).orElse(-1L);
        try (Progress bar = Progress.ofBytes(terminal(), name, size, progress)) {
            ObjectInfo got = store.copyTo(name, file, spec -> spec.onProgress(bar::stepTo));
            tell(
                    "Wrote: " + Figures.bytes(got.size()) + " to " + file,
                    out -> out.field("file", file.toString()).field("size", got.size()));
        }
        return 0;
    }

    /** The last part of the name: an object must not choose a folder on this machine. */
    private static Path fileOf(String name) {
        Path last = Path.of(name).getFileName();
        if (last == null || last.toString().isEmpty() || last.toString().equals("..")) {
            throw new Failure("\"" + name + "\" names no file", "say where to with --output");
        }
        return last;
    }
}
