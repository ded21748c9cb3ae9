// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.connect.Session;
import io.natskit.jetstream.StreamHandle;
import picocli.CommandLine.Command;

/** {@code natskit stream state}. */
@Command(name = "state", description = "Shows a stream's state.")
public final class StreamStateShow extends OneStream {
    /** For picocli. */
    public StreamStateShow() {}

    @Override
    int run(Session session, StreamHandle stream) {
        StreamView.printState(terminal(), json(), stream.info());
        return 0;
    }
}
