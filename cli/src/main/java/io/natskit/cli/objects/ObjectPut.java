// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.objects;

import io.natskit.cli.action.ByteCount;
import io.natskit.cli.action.Failure;
import io.natskit.cli.action.Given;
import io.natskit.cli.action.HeaderLines;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Progress;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.PutSpec;
import io.natskit.wire.headers.Headers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit object put}. */
@Command(name = "put", description = "Puts a file into a store, or standard input.")
public final class ObjectPut extends OneStore {
    @Parameters(
            index = "1",
            paramLabel = "FILE",
            arity = "0..1",
            description = "The file; without one, standard input.")
    private @Nullable Path file;

    @Option(names = "--name", description = "What the object is called; the file's path by default.")
    private @Nullable String name;

    @Option(names = "--description", description = "What it is.")
    private @Nullable String description;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "K:V",
            description = "Adds a header, many times over.")
    private List<String> headers = List.of();

    @Option(names = "--chunk-size", paramLabel = "BYTES", description = "How large its pieces are.")
    private @Nullable ByteCount chunkSize;

    @Option(
            names = "--progress",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Draws a bar, on by default.")
    private boolean progress = true;

    @Option(
            names = {"-f", "--force"},
            description = "Takes the place of another without asking.")
    private boolean force;

    /** For picocli. */
    public ObjectPut() {}

    @Override
    int run(Session session, ObjectStore store) throws IOException {
        String called = called();
        if (store.info(called).filter(found -> !found.deleted()).isPresent()) {
            confirm(force, "Really replace " + bucket() + " > " + called + "?");
        }
        long size = file == null ? -1 : Files.size(file);
        try (Progress bar = Progress.ofBytes(terminal(), called, size, progress)) {
            ObjectInfo put = file == null
                    ? store.put(called, terminal().in(), spec -> describe(spec, bar))
                    : store.put(called, file, spec -> describe(spec, bar));
            bar.stepTo(put.size());
            ObjectView.print(terminal(), json(), put);
        }
        return 0;
    }

    private String called() {
        if (name != null) {
            return name;
        }
        if (file == null) {
            throw new Failure("an object without a name", "natskit object put " + bucket() + " FILE, or --name NAME");
        }
        return file.toString();
    }

    private void describe(PutSpec spec, Progress bar) {
        spec.onProgress(bar::stepTo);
        Given.set(description, spec::description);
        Given.set(chunkSize, size -> spec.chunkBytes(size.asInt()));
        Headers lines = HeaderLines.parse(headers);
        Map<String, List<String>> map = new LinkedHashMap<>();
        lines.names().forEach(header -> map.put(header, lines.all(header)));
        spec.headers(map);
    }
}
