// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.connect.Session;
import io.natskit.jetstream.ConsumerHandle;
import picocli.CommandLine.Command;

/** {@code natskit consumer info}. */
@Command(
        name = "info",
        aliases = {"nfo", "state"},
        description = "Shows a consumer's configuration and state.")
public final class ConsumerInfoShow extends OneConsumer {
    /** For picocli. */
    public ConsumerInfoShow() {}

    @Override
    int run(Session session, ConsumerHandle consumer) {
        ConsumerView.print(terminal(), json(), consumer.info());
        return 0;
    }
}
