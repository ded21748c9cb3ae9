// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.wire.json.JsonObject;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code natskit server list}. */
@Command(name = "list", aliases = "ls", description = "Lists the servers.")
public final class ServerListing extends ConnectedAction {
    /** For picocli. */
    public ServerListing() {}

    @Override
    protected int run(Session session) {
        List<Answer> answers = new SystemRequests(session).all("", new byte[0]);
        if (json()) {
            JsonText.print(terminal(), answers.stream().map(Answer::bytes).toList());
            return 0;
        }
        Table table = Table.of(
                "Server Overview",
                "Name",
                "Cluster",
                "Host",
                "Version",
                "JS",
                "Conns",
                "Subs",
                "Mem",
                "CPU %",
                "Cores",
                "Slow",
                "Uptime",
                "RTT");
        answers.forEach(answer -> row(table, answer));
        table.print(terminal());
        return 0;
    }

    private static void row(Table table, Answer answer) {
        JsonObject server = answer.server();
        JsonObject stats = Answer.part(answer.json(), "statsz");
        table.row(
                answer.name(),
                Answer.text(server, "cluster"),
                Answer.text(server, "host"),
                Answer.text(server, "ver"),
                server.bool("jetstream", false) ? "yes" : "no",
                Figures.count(stats.integer("connections", 0)),
                Figures.count(stats.integer("subscriptions", 0)),
                Figures.bytes(stats.integer("mem", 0)),
                Math.round(stats.number("cpu", 0)),
                stats.integer("cores", 0),
                stats.integer("slow_consumers", 0),
                Figures.duration(Duration.between(Answer.time(stats, "start"), Answer.time(server, "time"))),
                Figures.duration(answer.rtt()));
    }
}
