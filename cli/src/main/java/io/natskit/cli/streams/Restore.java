// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.action.Failure;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Progress;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit restore}. */
@Command(name = "restore", description = "Makes streams of a backup: of one stream, or of an account.")
public final class Restore extends ConnectedAction {
    @Parameters(paramLabel = "FOLDER", description = "The backup, or a folder with one for each stream.")
    private Path folder = Path.of("");

    @Option(
            names = "--progress",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Draws a bar, on by default.")
    private boolean progress = true;

    @Option(names = "--config", paramLabel = "FILE", description = "Another configuration for the stream.")
    private @Nullable Path config;

    @Option(names = "--replicas", description = "How many servers keep it.")
    private @Nullable Integer replicas;

    /** For picocli. */
    public Restore() {}

    @Override
    protected int run(Session session) throws IOException {
        List<Path> backups = BackupFolder.isOne(folder) ? List.of(folder) : within(folder);
        if (backups.isEmpty()) {
            throw BackupFolder.missing(folder);
        }
        if (config != null && backups.size() > 1) {
            throw new Failure(
                    "--config is for one stream, and " + folder + " holds " + backups.size() + " backups",
                    "restore them one by one");
        }
        for (Path backup : backups) {
            StreamInfo restored = restore(session, new BackupFolder(backup));
            if (json()) {
                JsonText.print(terminal(), restored.toJson());
            } else {
                terminal()
                        .line("Restored stream \"" + restored.config().name() + "\" with "
                                + Figures.count(restored.state().messages()) + " messages and "
                                + restored.state().consumerCount() + " consumers");
            }
        }
        return 0;
    }

    private StreamInfo restore(Session session, BackupFolder backup) throws IOException {
        StreamConfig wanted = backup.description().config();
        if (config != null) {
            wanted = StreamConfig.ofJson(Files.readAllBytes(config));
        }
        if (replicas != null) {
            wanted = wanted.toBuilder().replicas(replicas).build();
        }
        try (Progress bar = Progress.ofBytes(terminal(), wanted.name(), Files.size(backup.archive()), progress)) {
            return backup.restore(session.jetStream(), wanted, bar).info();
        }
    }

    private static List<Path> within(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(BackupFolder::isOne).sorted().toList();
        }
    }
}
