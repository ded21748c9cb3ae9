// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.connect.Session;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit bench js pub}. */
@Command(
        name = "pub",
        description = "Publishes into a stream: each acknowledged before the next, or so many at a time.")
public final class BenchStreamPublish extends Measurement {
    @Parameters(paramLabel = "SUBJECT", description = "Where to.")
    private String subject = "";

    @Mixin
    private StreamOptions stream = new StreamOptions();

    @Option(
            names = "--batch",
            defaultValue = "500",
            description = "How many may wait for their acknowledgement; 1 for one after another. 500 by default.")
    private int batch = 500;

    /** For picocli. */
    public BenchStreamPublish() {}

    @Override
    String title() {
        return "JetStream " + (batch == 1 ? "synchronous" : "asynchronous") + " publisher";
    }

    @Override
    void prepare(Session session) {
        if (batch < 1) {
            throw new IllegalArgumentException("--batch: " + batch + " (expected: 1 or more)");
        }
        stream.open(session, subject);
    }

    @Override
    Load load() {
        byte[] payload = options().payload();
        return batch == 1
                ? (session, worker) -> oneByOne(session, worker, payload)
                : (session, worker) -> many(session, worker, payload);
    }

    private void oneByOne(Session session, Worker worker, byte[] payload) {
        worker.begin();
        for (long i = worker.share(); i > 0; i--) {
            long start = System.nanoTime();
            session.jetStream().publish(subject, payload);
            worker.count(System.nanoTime() - start);
        }
        worker.end();
    }

    private void many(Session session, Worker worker, byte[] payload) throws Exception {
        Semaphore window = new Semaphore(batch);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        worker.begin();
        for (long i = worker.share(); i > 0 && failure.get() == null; i--) {
            window.acquire();
            session.jetStream().async().publish(subject, payload).whenComplete((ack, refused) -> {
                if (refused != null) {
                    failure.compareAndSet(null, refused);
                }
                window.release();
            });
            worker.count();
        }
        window.acquire(batch);
        worker.end();
        Throwable refused = failure.get();
        if (refused != null) {
            throw new CompletionException(refused);
        }
    }
}
