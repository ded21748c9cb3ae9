// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.connect.Session;
import io.natskit.jetstream.ConsumerHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit consumer rm}. */
@Command(
        name = "rm",
        aliases = {"delete", "del"},
        description = "Removes a consumer.")
public final class ConsumerRemove extends OneConsumer {
    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public ConsumerRemove() {}

    @Override
    int run(Session session, ConsumerHandle consumer) {
        confirm(force, "Really delete Consumer " + title() + "?");
        consumer.delete();
        return 0;
    }
}
