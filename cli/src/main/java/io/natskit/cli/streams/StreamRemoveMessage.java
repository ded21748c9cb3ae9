// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.Failure;
import io.natskit.cli.connect.Session;
import io.natskit.jetstream.StreamHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit stream rmm}. */
@Command(name = "rmm", description = "Removes one message from a stream, and overwrites it.")
public final class StreamRemoveMessage extends OneStream {
    @Parameters(index = "1", paramLabel = "SEQUENCE", description = "Its sequence.")
    private long sequence;

    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public StreamRemoveMessage() {}

    @Override
    int run(Session session, StreamHandle stream) {
        confirm(force, "Really remove message " + sequence + " from Stream " + name() + "?");
        if (!stream.delete(sequence, true)) {
            throw new Failure(
                    "stream " + name() + " has no message " + sequence,
                    "natskit stream view " + name() + " shows what is there");
        }
        return 0;
    }
}
