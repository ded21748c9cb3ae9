// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.wire.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;

/** {@code natskit account report statistics}. */
@Command(
        name = "statistics",
        aliases = {"stats", "statsz"},
        description = "Shows what the account does on each server.")
public final class AccountStatistics extends ConnectedAction {
    private static final List<String> HEADS = List.of(
            "Server",
            "Cluster",
            "Version",
            "Connections",
            "Subscriptions",
            "Leafnodes",
            "Sent Bytes",
            "Sent Messages",
            "Received Bytes",
            "Received Messages",
            "Slow Consumers");

    /** For picocli. */
    public AccountStatistics() {}

    @Override
    protected int run(Session session) {
        List<Answer> answers = new SystemRequests(session).ofOwnAccount("STATZ", new byte[0]);
        if (json()) {
            JsonText.print(terminal(), answers.stream().map(Answer::bytes).toList());
            return 0;
        }
        Table table = Table.of("Server Statistics", HEADS.toArray(new String[0]));
        long[] sums = new long[8];
        for (Answer answer : answers) {
            for (JsonObject account : answer.data().objects("account_statz")) {
                long[] counts = counts(account);
                Arrays.setAll(sums, i -> sums[i] + counts[i]);
                row(
                        table,
                        answer.name(),
                        Answer.text(answer.server(), "cluster"),
                        Answer.text(answer.server(), "ver"),
                        counts);
            }
        }
        row(table, answers.size() + " servers", "", "", sums);
        table.print(terminal());
        return 0;
    }

    private static long[] counts(JsonObject account) {
        JsonObject sent = Answer.part(account, "sent");
        JsonObject received = Answer.part(account, "received");
        return new long[] {
            account.integer("conns", 0),
            account.integer("num_subscriptions", 0),
            account.integer("leafnodes", 0),
            sent.integer("bytes", 0),
            sent.integer("msgs", 0),
            received.integer("bytes", 0),
            received.integer("msgs", 0),
            account.integer("slow_consumers", 0)
        };
    }

    private static void row(Table table, String server, String cluster, String version, long[] counts) {
        Object[] cells = new Object[HEADS.size()];
        cells[0] = server;
        cells[1] = cluster;
        cells[2] = version;
        IntStream.range(0, counts.length)
                .forEach(i -> cells[i + 3] =
                        HEADS.get(i + 3).endsWith("Bytes") ? Figures.bytes(counts[i]) : Figures.count(counts[i]));
        table.row(cells);
    }
}
