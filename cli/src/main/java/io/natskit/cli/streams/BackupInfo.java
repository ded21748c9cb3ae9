// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.Action;
import io.natskit.cli.terminal.Facts;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.wire.jetstream.StreamInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit backup info}. */
@Command(name = "info", description = "Tells what a backup holds, without a server.")
public final class BackupInfo extends Action {
    @Parameters(paramLabel = "FOLDER", description = "The backup.")
    private Path folder = Path.of("");

    /** For picocli. */
    public BackupInfo() {}

    @Override
    protected int run() throws IOException {
        BackupFolder backup = new BackupFolder(folder);
        StreamInfo held = backup.description();
        if (json()) {
            JsonText.print(terminal(), backup.json());
            return 0;
        }
        new Facts("Backup of Stream " + held.config().name())
                .add("Subjects", String.join(", ", held.config().subjects()))
                .add("Messages", Figures.count(held.state().messages()))
                .add("Bytes", Figures.bytes(held.state().bytes()))
                .add("First Sequence", held.state().firstSequence())
                .add("Last Sequence", held.state().lastSequence())
                .add("Consumers", held.state().consumerCount())
                .add("Archive", Figures.bytes(Files.size(backup.archive())))
                .print(terminal());
        return 0;
    }
}
