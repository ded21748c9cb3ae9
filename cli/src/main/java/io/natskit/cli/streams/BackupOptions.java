// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.ByteCount;
import io.natskit.cli.action.Given;
import io.natskit.cli.terminal.Progress;
import io.natskit.cli.terminal.Terminal;
import io.natskit.jetstream.BackupResult;
import io.natskit.jetstream.BackupSpec;
import io.natskit.jetstream.StreamHandle;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How backups are made. */
final class BackupOptions {
    @Option(
            names = "--progress",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Draws a bar, on by default.")
    boolean progress = true;

    @Option(names = "--check", description = "Has the server look at each message's checksum first.")
    boolean check;

    @Option(
            names = "--consumers",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "With the consumers, on by default.")
    boolean consumers = true;

    @Option(names = "--chunk-size", paramLabel = "BYTES", description = "How much comes in one message.")
    @Nullable
    ByteCount chunkSize;

    /** Backs a stream up into a folder; what is told of it. */
    BackupResult backup(Terminal terminal, StreamHandle stream, Path folder) throws IOException {
        try (Progress bar = Progress.ofBytes(terminal, stream.name(), -1, progress)) {
            return new BackupFolder(folder).write(stream, this::applyTo, bar);
        }
    }

    private void applyTo(BackupSpec spec) {
        if (check) {
            spec.check();
        }
        if (!consumers) {
            spec.withoutConsumers();
        }
        Given.set(chunkSize, size -> spec.chunkBytes(size.asInt()));
    }
}
