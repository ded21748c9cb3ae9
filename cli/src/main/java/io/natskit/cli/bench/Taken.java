// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.action.Failure;
import io.natskit.cli.terminal.Figures;
import io.natskit.jetstream.JetStreamMessage;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Takes a worker's share of messages. */
final class Taken {
    private Taken() {}

    /** Takes all of its share one after another; throws {@link Failure} where they end too early. */
    static void all(Worker worker, Supplier<Optional<JetStreamMessage>> next, Consumer<JetStreamMessage> then) {
        some(worker, worker.share(), next, then);
    }

    /** Takes so many more, likewise. */
    static void some(
            Worker worker, long more, Supplier<Optional<JetStreamMessage>> next, Consumer<JetStreamMessage> then) {
        long end = worker.done() + more;
        while (worker.done() < end) {
            JetStreamMessage message = next.get()
                    .orElseThrow(() -> new Failure(
                            "only " + Figures.count(worker.done()) + " messages came, not "
                                    + Figures.count(worker.share()),
                            "natskit bench js pub --msgs fills the stream"));
            then.accept(message);
            worker.count();
        }
    }
}
