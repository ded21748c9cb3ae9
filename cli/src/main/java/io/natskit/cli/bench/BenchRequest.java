// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.client.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit bench service request}. */
@Command(
        name = "request",
        description = "Asks, and waits for the answer each time; natskit bench service serve answers.")
public final class BenchRequest extends Measurement {
    @Parameters(paramLabel = "SUBJECT", description = "Whom to ask.")
    private String subject = "";

    /** For picocli. */
    public BenchRequest() {}

    @Override
    String title() {
        return "NATS Core NATS service requester";
    }

    @Override
    Load load() {
        return requesting(Subject.of(subject), options().payload());
    }

    /** Asks a worker's share, one after another. */
    static Load requesting(Subject to, byte[] payload) {
        return (session, worker) -> {
            worker.begin();
            for (long i = worker.share(); i > 0; i--) {
                long start = System.nanoTime();
                session.connection().request(to, payload, session.timeout());
                worker.count(System.nanoTime() - start);
            }
            worker.end();
        };
    }
}
