// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.JsonText;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit stream add}. */
@Command(
        name = "add",
        aliases = {"create", "new"},
        description = "Makes a stream.")
public final class StreamAdd extends ConnectedAction {
    @Parameters(paramLabel = "STREAM", description = "Its name.")
    private String name = "";

    @Mixin
    private StreamConfigOptions options = new StreamConfigOptions();

    @Option(names = "--defaults", description = "Takes the server's choice for what is not said; that is so anyway.")
    private boolean defaults;

    @Option(names = "--output", paramLabel = "FILE", description = "Writes the configuration to a file instead.")
    private @Nullable Path output;

    /** For picocli. */
    public StreamAdd() {}

    @Override
    protected int run(Session session) throws IOException {
        StreamConfig config =
                options.over(StreamConfig.builder(name).allowDirect(true).build());
        if (output != null) {
            Files.writeString(output, JsonText.pretty(config.toJson()));
            return 0;
        }
        if (config.subjects().isEmpty()
                && config.mirror().isEmpty()
                && config.sources().isEmpty()) {
            config = config.toBuilder().subjects(name).build();
        }
        StreamInfo info = session.jetStream().createStream(config).info();
        if (!json()) {
            terminal().line("Stream " + name + " was created\n");
        }
        StreamView.print(terminal(), json(), info);
        return 0;
    }
}
