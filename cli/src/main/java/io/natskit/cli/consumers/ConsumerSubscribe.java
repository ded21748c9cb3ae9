// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.connect.Session;
import io.natskit.cli.message.Taking;
import io.natskit.client.Options;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.wire.jetstream.ConsumerConfig;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit consumer sub}. */
@Command(name = "sub", description = "Shows what comes through a consumer, until it is ended.")
public final class ConsumerSubscribe extends OneConsumer {
    @Option(
            names = "--ack",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Acknowledges messages, on by default.")
    private boolean ack = true;

    @Option(
            names = {"-r", "--raw"},
            description = "Payloads alone.")
    private boolean raw;

    @Option(names = "--count", description = "Ends after so many messages.")
    private long count;

    @Option(names = "--wait", paramLabel = "DURATION", description = "Ends after this long without a message.")
    private @Nullable Duration quiet;

    /** For picocli. */
    public ConsumerSubscribe() {}

    @Override
    protected void prepare(Options.Builder options) {
        watch(options);
    }

    @Override
    int run(Session session, ConsumerHandle consumer) {
        Deliveries deliveries = new Deliveries(terminal(), json(), raw);
        try (Taking messages = open(session, consumer)) {
            boolean more = true;
            for (long taken = 1; more; taken++) {
                Optional<JetStreamMessage> message = messages.next(quiet);
                message.ifPresent(found -> show(deliveries, found));
                more = message.isPresent() && taken != count;
            }
        }
        session.connection().flush(session.timeout());
        return 0;
    }

    private Taking open(Session session, ConsumerHandle consumer) {
        ConsumerConfig config = consumer.info().config();
        if (!config.deliverSubject().isEmpty()) {
            return Taking.all(stream(session).push(config).messages(spec -> {}));
        }
        return count > 0 ? Taking.single(consumer) : Taking.all(consumer.messages(spec -> spec.ahead(100)));
    }

    private void show(Deliveries deliveries, JetStreamMessage message) {
        deliveries.show(message);
        if (ack) {
            message.ack();
        }
    }
}
