// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.connect.Session;
import io.natskit.jetstream.Batch;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.JetStreamMessage;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code natskit bench js fetch}. */
@Command(name = "fetch", description = "Fetches batches through a durable consumer that all clients share.")
public final class BenchFetch extends Measurement {
    @Mixin
    private StreamOptions stream = new StreamOptions();

    @Mixin
    private DurableOptions durable = new DurableOptions();

    /** For picocli. */
    public BenchFetch() {}

    @Override
    String title() {
        return "JetStream durable consumer (fetch)";
    }

    @Override
    void prepare(Session session) {
        durable.prepare(stream.existing(session));
    }

    @Override
    Load load() {
        return (session, worker) -> {
            ConsumerHandle consumer = session.jetStream().stream(stream.stream).consumer(durable.consumer);
            worker.begin();
            while (worker.done() < worker.share()) {
                int wanted = (int) Math.min(durable.batch, worker.share() - worker.done());
                try (Batch batch = consumer.fetch(spec -> spec.messages(wanted).expires(session.timeout()))) {
                    Iterator<JetStreamMessage> messages = batch.iterator();
                    Taken.some(
                            worker,
                            wanted,
                            () -> messages.hasNext() ? Optional.of(messages.next()) : Optional.empty(),
                            message -> durable.answer(message, session.timeout()));
                }
            }
            session.connection().flush(session.timeout());
            worker.end();
        };
    }
}
