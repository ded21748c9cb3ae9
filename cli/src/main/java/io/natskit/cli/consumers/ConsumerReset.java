// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.connect.Session;
import io.natskit.jetstream.ConsumerHandle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit consumer reset}. */
@Command(name = "reset", description = "Has a consumer begin anew, at its acknowledgement floor or at a sequence.")
public final class ConsumerReset extends OneConsumer {
    @Option(names = "--seq", paramLabel = "SEQUENCE", description = "From this sequence on.")
    private @Nullable Long sequence;

    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public ConsumerReset() {}

    @Override
    int run(Session session, ConsumerHandle consumer) {
        confirm(force, "Really reset Consumer " + title() + "?");
        ConsumerView.print(terminal(), json(), sequence == null ? consumer.reset() : consumer.reset(sequence));
        return 0;
    }
}
