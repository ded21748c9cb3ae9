// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.JsonText;
import io.natskit.wire.jetstream.ConsumerInfo;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code natskit consumer find}. */
@Command(
        name = "find",
        aliases = "query",
        description = {
            "Finds the consumers of a stream for which all that is said holds, and prints their names.",
            "",
            "natskit consumer find ORDERS --pull --idle 1h",
            "natskit consumer find ORDERS --expression 'Info.NumPending > 1000'",
            "",
            "Expressions name config, state and info (what the server tells, by its names in JSON; of a consumer, state is info), and Info with "
                    + "the names of Go. docs/cli.md tells of their language."
        })
public final class ConsumerFind extends ConnectedAction {
    @Parameters(paramLabel = "STREAM", description = "The stream.")
    private String stream = "";

    @Mixin
    private ConsumerQuery query = new ConsumerQuery();

    /** For picocli. */
    public ConsumerFind() {}

    @Override
    protected int run(Session session) {
        List<String> names = query.of(Consumers.of(session, stream), Instant.now()).stream()
                .map(ConsumerInfo::name)
                .toList();
        if (json()) {
            JsonText.printNames(terminal(), names);
        } else {
            names.forEach(terminal()::line);
        }
        return 0;
    }
}
