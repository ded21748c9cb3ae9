// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.action.Failure;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.jetstream.Batch;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.JetStreamMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit consumer next}. */
@Command(name = "next", description = "Takes messages through a consumer that is pulled from.")
public final class ConsumerNext extends OneConsumer {
    @Option(names = "--count", defaultValue = "1", description = "How many.")
    private int count = 1;

    @Option(
            names = "--ack",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Acknowledges them, on by default.")
    private boolean ack = true;

    @Option(names = "--nak", description = "Gives them back.")
    private boolean nak;

    @Option(names = "--term", description = "Has them never come again.")
    private boolean term;

    @Option(
            names = {"-r", "--raw"},
            description = "Payloads alone.")
    private boolean raw;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long to wait for a message; the timeout by default.")
    private @Nullable Duration wait;

    /** For picocli. */
    public ConsumerNext() {}

    @Override
    int run(Session session, ConsumerHandle consumer) {
        Duration patience = wait != null ? wait : session.timeout();
        Deliveries deliveries = new Deliveries(terminal(), json(), raw);
        int taken = 0;
        try (Batch batch = consumer.fetch(spec -> spec.messages(count).expires(patience))) {
            for (JetStreamMessage message : batch) {
                deliveries.show(message);
                answer(message, session.timeout());
                taken++;
            }
        }
        if (taken == 0) {
            throw new Failure(
                    "no message came within " + Figures.duration(patience),
                    "natskit consumer info tells what is left; --wait waits longer");
        }
        return 0;
    }

    private void answer(JetStreamMessage message, Duration timeout) {
        if (term) {
            message.term();
        } else if (nak) {
            message.nak();
        } else if (ack) {
            message.ackSync(timeout);
        } else {
            return;
        }
        if (!raw && !json()) {
            terminal().line((term ? "Terminated" : nak ? "Negatively acknowledged" : "Acknowledged") + " message\n");
        }
    }
}
