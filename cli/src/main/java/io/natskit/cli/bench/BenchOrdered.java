// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.jetstream.Messages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code natskit bench js ordered}. */
@Command(
        name = "ordered",
        description = "Reads a stream in order, each client all of its share from the first message on.")
public final class BenchOrdered extends Measurement {
    @Mixin
    private StreamOptions stream = new StreamOptions();

    /** For picocli. */
    public BenchOrdered() {}

    @Override
    String title() {
        return "JetStream ordered consumer";
    }

    @Override
    Load load() {
        return (session, worker) -> {
            worker.begin();
            try (Messages messages =
                    stream.existing(session).ordered(spec -> {}).messages(spec -> {})) {
                Taken.all(worker, () -> messages.next(session.timeout()), message -> {});
            }
            worker.end();
        };
    }
}
