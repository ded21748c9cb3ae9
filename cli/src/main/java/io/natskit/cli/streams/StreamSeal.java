// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.connect.Session;
import io.natskit.jetstream.StreamHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit stream seal}. */
@Command(name = "seal", description = "Makes a stream read-only for ever.")
public final class StreamSeal extends OneStream {
    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public StreamSeal() {}

    @Override
    int run(Session session, StreamHandle stream) {
        confirm(force, "Really seal Stream " + name() + "? A sealed stream cannot be unsealed.");
        stream.seal();
        StreamView.print(terminal(), json(), stream.info());
        return 0;
    }
}
