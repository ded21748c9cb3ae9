// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.connect.Session;
import io.natskit.jetstream.StreamHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit stream rm}. */
@Command(
        name = "rm",
        aliases = {"delete", "del"},
        description = "Removes a stream with all it holds.")
public final class StreamRemove extends OneStream {
    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public StreamRemove() {}

    @Override
    int run(Session session, StreamHandle stream) {
        confirm(force, "Really delete Stream " + name() + "?");
        stream.delete();
        return 0;
    }
}
