// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code natskit server report connections}. */
@Command(
        name = "connections",
        aliases = {"conn", "connz"},
        description = "Shows who is connected: 1000 of each server unless --top says otherwise.")
public final class ReportConnections extends ConnectedAction {
    @Option(names = "--account", paramLabel = "ACCOUNT", description = "Those of this account.")
    private @Nullable String account;

    @Mixin
    private ConnectionQuery query = new ConnectionQuery();

    /** For picocli. */
    public ReportConnections() {}

    @Override
    protected int run(Session session) {
        SystemRequests system = new SystemRequests(session);
        List<Answer> answers = new ConnectionPages(query, request -> system.all("CONNZ", request))
                .read(account, ConnectionQuery.SHOWN);
        if (json()) {
            JsonText.print(terminal(), answers.stream().map(Answer::bytes).toList());
        } else {
            new ConnectionTable(terminal()).print(answers, !query.isFiltered());
        }
        return 0;
    }
}
