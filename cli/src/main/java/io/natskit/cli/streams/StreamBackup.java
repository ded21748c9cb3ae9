// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.jetstream.BackupResult;
import io.natskit.jetstream.StreamHandle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code natskit stream backup}, and under another name {@code natskit backup stream}. */
@Command(name = "backup", description = "Writes a stream with its consumers into a folder.")
public class StreamBackup extends OneStream {
    @Parameters(index = "1", paramLabel = "FOLDER", description = "Where to; must not hold a backup yet.")
    private Path folder = Path.of("");

    @Mixin
    private BackupOptions options = new BackupOptions();

    /** For picocli. */
    public StreamBackup() {}

    @Override
    final int run(Session session, StreamHandle stream) throws IOException {
        long start = System.nanoTime();
        BackupResult result = options.backup(terminal(), stream, folder);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        tell(
                "Received " + Figures.bytes(result.bytes()) + " for stream \"" + name() + "\" with "
                        + Figures.count(result.state().messages()) + " messages in " + Figures.duration(took),
                out -> out.field("stream", name())
                        .field("messages", result.state().messages())
                        .field("bytes", result.bytes()));
        return 0;
    }
}
