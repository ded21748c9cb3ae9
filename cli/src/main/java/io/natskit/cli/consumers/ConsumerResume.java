// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.connect.Session;
import io.natskit.jetstream.ConsumerHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit consumer resume}. */
@Command(name = "resume", description = "Has a paused consumer go on.")
public final class ConsumerResume extends OneConsumer {
    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public ConsumerResume() {}

    @Override
    int run(Session session, ConsumerHandle consumer) {
        confirm(force, "Really resume Consumer " + title() + "?");
        consumer.resume();
        tell("Consumer " + title() + " was resumed", out -> out.field("paused", false));
        return 0;
    }
}
