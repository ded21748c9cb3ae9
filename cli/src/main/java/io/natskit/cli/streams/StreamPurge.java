// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.Given;
import io.natskit.cli.connect.Session;
import io.natskit.jetstream.StreamHandle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit stream purge}. */
@Command(name = "purge", description = "Removes messages from a stream.")
public final class StreamPurge extends OneStream {
    @Option(names = "--subject", paramLabel = "SUBJECT", description = "Those of these subjects.")
    private @Nullable String subject;

    @Option(names = "--seq", paramLabel = "SEQUENCE", description = "Those before this sequence.")
    private @Nullable Long before;

    @Option(names = "--keep", paramLabel = "MESSAGES", description = "All but so many.")
    private @Nullable Long keep;

    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public StreamPurge() {}

    @Override
    int run(Session session, StreamHandle stream) {
        confirm(force, "Really purge Stream " + name() + "?");
        stream.purge(spec -> {
            Given.set(subject, spec::subject);
            Given.set(before, spec::before);
            Given.set(keep, spec::keep);
        });
        StreamView.print(terminal(), json(), stream.info());
        return 0;
    }
}
