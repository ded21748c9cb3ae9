// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.client.Subject;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit bench pub}. */
@Command(name = "pub", description = "Publishes as fast as it can.")
public final class BenchPublish extends Measurement {
    @Parameters(paramLabel = "SUBJECT", description = "Where to.")
    private String subject = "";

    @Option(names = "--sleep", paramLabel = "DURATION", description = "Time between two.")
    private @Nullable Duration sleep;

    /** For picocli. */
    public BenchPublish() {}

    @Override
    String title() {
        return "NATS Core NATS publisher";
    }

    @Override
    Load load() {
        return publishing(Subject.of(subject), options().payload(), sleep);
    }

    /** Publishes a worker's share, with a pause behind each, and waits until the server has it all. */
    static Load publishing(Subject to, byte[] payload, @Nullable Duration sleep) {
        return (session, worker) -> {
            worker.begin();
            for (long i = worker.share(); i > 0; i--) {
                session.connection().publish(to, payload);
                worker.count();
                if (sleep != null) {
                    LockSupport.parkNanos(sleep.toNanos());
                }
            }
            session.connection().flush(Duration.ofMinutes(1));
            worker.end();
        };
    }
}
