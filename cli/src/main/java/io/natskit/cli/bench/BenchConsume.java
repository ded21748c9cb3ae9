// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.action.EarlyEnd;
import io.natskit.cli.connect.Session;
import io.natskit.jetstream.ConsumeEnd;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Consuming;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code natskit bench js consume}. */
@Command(name = "consume", description = "Consumes a stream through a durable consumer that all clients share.")
public final class BenchConsume extends Measurement {
    @Mixin
    private StreamOptions stream = new StreamOptions();

    @Mixin
    private DurableOptions durable = new DurableOptions();

    /** For picocli. */
    public BenchConsume() {}

    @Override
    String title() {
        return "JetStream durable consumer (consume)";
    }

    @Override
    void prepare(Session session) {
        durable.prepare(stream.existing(session));
    }

    @Override
    Load load() {
        AtomicLong left = new AtomicLong(options().messages);
        AtomicReference<@Nullable ConsumeEnd> early = new AtomicReference<>();
        CountDownLatch all = new CountDownLatch(1);
        return (session, worker) -> {
            ConsumerHandle consumer = session.jetStream().stream(stream.stream).consumer(durable.consumer);
            worker.begin();
            try (Consuming consuming = consumer.consume(
                    message -> {
                        durable.answer(message, session.timeout());
                        worker.count();
                        if (left.decrementAndGet() == 0) {
                            all.countDown();
                        }
                    },
                    spec -> spec.ahead(durable.batch))) {
                consuming.ended().thenAccept(end -> {
                    if (left.get() > 0) {
                        early.compareAndSet(null, end);
                        all.countDown();
                    }
                });
                all.await();
            }
            ConsumeEnd end = early.get();
            if (end != null) {
                throw EarlyEnd.of(end, "consumer " + stream.stream + " > " + durable.consumer);
            }
            session.connection().flush(session.timeout());
            worker.end();
        };
    }
}
