// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.jetstream.StreamHandle;
import picocli.CommandLine.Parameters;

/** A command about one stream. */
abstract class OneStream extends ConnectedAction {
    @Parameters(index = "0", paramLabel = "STREAM", description = "The stream.")
    private String stream = "";

    /** Its name. */
    final String name() {
        return stream;
    }

    @Override
    protected final int run(Session session) throws Exception {
        return run(session, session.jetStream().stream(stream));
    }

    /** Does it; the exit code. */
    abstract int run(Session session, StreamHandle stream) throws Exception;
}
