// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.Changes;
import io.natskit.cli.connect.Session;
import io.natskit.jetstream.EnsureSpec;
import io.natskit.jetstream.Ensured;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.StreamConfig;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code natskit stream edit}. */
@Command(name = "edit", aliases = "update", description = "Changes a stream's configuration.")
public final class StreamEdit extends OneStream {
    @Mixin
    private StreamConfigOptions options = new StreamConfigOptions();

    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    @Option(names = "--dry-run", description = "Shows what would change.")
    private boolean dryRun;

    /** For picocli. */
    public StreamEdit() {}

    @Override
    int run(Session session, StreamHandle stream) throws IOException {
        StreamConfig config = options.over(stream.info().config());
        Ensured planned = session.jetStream().ensureStream(config, EnsureSpec::dryRun);
        if (!json()) {
            Changes.print(terminal(), planned);
        } else if (dryRun) {
            Changes.printJson(terminal(), planned);
        }
        if (dryRun) {
            return 0;
        }
        if (planned.action() != Ensured.Action.NONE) {
            confirm(force, "Really edit Stream " + name() + "?");
            stream.update(config);
        }
        StreamView.print(terminal(), json(), stream.info());
        return 0;
    }
}
