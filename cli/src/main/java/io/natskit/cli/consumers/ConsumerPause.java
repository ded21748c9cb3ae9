// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.jetstream.ConsumerHandle;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit consumer pause}. */
@Command(name = "pause", description = "Has a consumer hand out nothing for a while.")
public final class ConsumerPause extends OneConsumer {
    @Parameters(index = "2", paramLabel = "DURATION", description = "For how long.")
    private Duration time = Duration.ZERO;

    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public ConsumerPause() {}

    @Override
    int run(Session session, ConsumerHandle consumer) {
        Instant until = Instant.now().plus(time);
        confirm(force, "Really pause Consumer " + title() + " until " + Figures.time(until) + "?");
        consumer.pause(until);
        tell(
                "Paused " + title() + " until " + Figures.time(until),
                out -> out.field("paused", true).time("pause_until", until));
        return 0;
    }
}
