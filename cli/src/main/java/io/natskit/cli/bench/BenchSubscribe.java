// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.terminal.Figures;
import io.natskit.client.Dispatch;
import io.natskit.client.SubscribeOptions;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit bench sub}. */
@Command(
        name = "sub",
        description = "Receives what others publish: each client its share, timed from its first message to its last.")
public final class BenchSubscribe extends Measurement {
    @Parameters(paramLabel = "SUBJECT", description = "What to listen to.")
    private String subject = "";

    /** For picocli. */
    public BenchSubscribe() {}

    @Override
    String title() {
        return "NATS Core NATS subscriber";
    }

    @Override
    boolean waitsForOthers() {
        return true;
    }

    @Override
    Load load() {
        return (session, worker) -> {
            CountDownLatch all = new CountDownLatch(1);
            SubscribeOptions options = SubscribeOptions.of(o -> o.dispatch(Dispatch.inline()));
            session.connection().subscribe(subject, options, message -> {
                if (worker.done() == 0) {
                    worker.begin();
                }
                if (worker.done() < worker.share()) {
                    worker.count();
                    if (worker.done() == worker.share()) {
                        worker.end();
                        all.countDown();
                    }
                }
            });
            session.connection().flush(session.timeout());
            warmUp();
            if (worker.done() > 0) {
                terminal().note("the first came during the warm-up, which slows it down; --no-warm-up leaves that out");
            }
            terminal().note("waiting for " + Figures.count(worker.share()) + " messages on \"" + subject + "\"");
            all.await();
        };
    }
}
