// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.client.Dispatch;
import io.natskit.client.SubscribeOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit bench service serve}. */
@Command(name = "serve", description = "Answers requests, as a queue group: so many, all clients together.")
public final class BenchServe extends Measurement {
    @Parameters(paramLabel = "SUBJECT", description = "What to listen to.")
    private String subject = "";

    /** For picocli. */
    public BenchServe() {}

    @Override
    String title() {
        return "NATS Core NATS service server";
    }

    @Override
    boolean waitsForOthers() {
        return true;
    }

    @Override
    Load load() {
        byte[] payload = options().payload();
        AtomicLong left = new AtomicLong(options().messages);
        AtomicLong uncounted = new AtomicLong(options().messages);
        CountDownLatch all = new CountDownLatch(1);
        return (session, worker) -> {
            SubscribeOptions queue =
                    SubscribeOptions.of(o -> o.queueGroup("bench").dispatch(Dispatch.inline()));
            session.connection().subscribe(subject, queue, request -> {
                if (worker.done() == 0 && left.get() > 0) {
                    worker.begin();
                }
                request.reply(payload);
                // those behind the last are answered, and belong to nobody's share
                if (left.getAndDecrement() > 0) {
                    worker.count();
                    if (uncounted.decrementAndGet() == 0) {
                        all.countDown();
                    }
                }
            });
            session.connection().flush(session.timeout());
            warmUp();
            all.await();
            session.connection().flush(session.timeout());
            if (worker.done() == 0) {
                worker.begin();
            }
            worker.end();
        };
    }
}
