// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.wire.jetstream.StreamInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit backup account}. */
@Command(name = "account", description = "Writes all streams of the account into a folder, each into one of its own.")
public final class BackupAccount extends ConnectedAction {
    @Parameters(paramLabel = "FOLDER", description = "Where to.")
    private Path folder = Path.of("");

    @Mixin
    private BackupOptions options = new BackupOptions();

    @Option(
            names = {"-f", "--force"},
            description = "Without asking; nothing is asked anyway.")
    private boolean force;

    /** For picocli. */
    public BackupAccount() {}

    @Override
    protected int run(Session session) throws IOException {
        List<String> names = new ArrayList<>();
        for (StreamInfo info : StreamSelection.of(session.jetStream(), null, true)) {
            String name = info.config().name();
            options.backup(terminal(), session.jetStream().stream(name), folder.resolve(name));
            names.add(name);
            terminal().note("Backed up " + name);
        }
        tell("Backed up " + names.size() + " streams", out -> out.strings("streams", names));
        return 0;
    }
}
