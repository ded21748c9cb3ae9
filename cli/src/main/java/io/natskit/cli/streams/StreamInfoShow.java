// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.connect.Session;
import io.natskit.jetstream.StreamHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit stream info}. */
@Command(name = "info", aliases = "nfo", description = "Shows a stream's configuration and state.")
public final class StreamInfoShow extends OneStream {
    @Option(names = "--state", description = "The state alone.")
    private boolean state;

    /** For picocli. */
    public StreamInfoShow() {}

    @Override
    int run(Session session, StreamHandle stream) {
        if (state) {
            StreamView.printState(terminal(), json(), stream.info());
        } else {
            StreamView.print(terminal(), json(), stream.info());
        }
        return 0;
    }
}
