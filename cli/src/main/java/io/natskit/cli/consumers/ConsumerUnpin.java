// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.connect.Session;
import io.natskit.jetstream.ConsumerHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit consumer unpin}. */
@Command(name = "unpin", description = "Has another client of a priority group take over.")
public final class ConsumerUnpin extends OneConsumer {
    @Parameters(index = "2", paramLabel = "GROUP", description = "The group.")
    private String group = "";

    /** For picocli. */
    public ConsumerUnpin() {}

    @Override
    int run(Session session, ConsumerHandle consumer) {
        consumer.unpin(group);
        return 0;
    }
}
