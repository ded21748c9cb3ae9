// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.StreamHandle;
import picocli.CommandLine.Parameters;

/** A command about one consumer. */
abstract class OneConsumer extends ConnectedAction {
    @Parameters(index = "0", paramLabel = "STREAM", description = "Its stream.")
    private String stream = "";

    @Parameters(index = "1", paramLabel = "CONSUMER", description = "The consumer.")
    private String consumer = "";

    /** What it is called. */
    final String title() {
        return stream + " > " + consumer;
    }

    /** Its stream. */
    final StreamHandle stream(Session session) {
        return session.jetStream().stream(stream);
    }

    @Override
    protected final int run(Session session) throws Exception {
        return run(session, stream(session).consumer(consumer));
    }

    /** Does it; the exit code. */
    abstract int run(Session session, ConsumerHandle consumer) throws Exception;
}
