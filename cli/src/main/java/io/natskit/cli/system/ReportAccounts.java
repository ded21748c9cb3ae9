// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.wire.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code natskit server report accounts}. */
@Command(name = "accounts", aliases = "acct", description = "Shows what each account's connections have done.")
public final class ReportAccounts extends ConnectedAction {
    private static final List<String> COUNTS = List.of("in_msgs", "out_msgs", "in_bytes", "out_bytes", "subscriptions");

    @Mixin
    private ConnectionQuery query = new ConnectionQuery();

    /** For picocli. */
    public ReportAccounts() {}

    @Override
    protected int run(Session session) {
        Map<String, long[]> accounts = new TreeMap<>();
        SystemRequests system = new SystemRequests(session);
        ConnectionPages pages = new ConnectionPages(query, request -> system.all("CONNZ", request));
        for (Answer answer : pages.gather(null, query.most(0))) {
            answer.data().objects("connections").forEach(connection -> add(accounts, connection));
        }
        if (json()) {
            JsonText.print(
                    terminal(),
                    accounts.entrySet().stream().map(ReportAccounts::json).toList());
            return 0;
        }
        Table table = Table.of(
                accounts.size() + " Accounts Overview",
                "Account",
                "Connections",
                "In Msgs",
                "Out Msgs",
                "In Bytes",
                "Out Bytes",
                "Subs");
        accounts.forEach((name, counts) -> table.row(
                name,
                Figures.count(counts[COUNTS.size()]),
                Figures.count(counts[0]),
                Figures.count(counts[1]),
                Figures.bytes(counts[2]),
                Figures.bytes(counts[3]),
                Figures.count(counts[4])));
        table.print(terminal());
        return 0;
    }

    private static void add(Map<String, long[]> accounts, JsonObject connection) {
        long[] counts =
                accounts.computeIfAbsent(Answer.text(connection, "account"), name -> new long[COUNTS.size() + 1]);
        for (int i = 0; i < COUNTS.size(); i++) {
            counts[i] += connection.integer(COUNTS.get(i), 0);
        }
        counts[COUNTS.size()]++;
    }

    private static byte[] json(Map.Entry<String, long[]> account) {
        return JsonText.object(out -> {
            out.field("account", account.getKey()).field("connections", account.getValue()[COUNTS.size()]);
            for (int i = 0; i < COUNTS.size(); i++) {
                out.field(COUNTS.get(i), account.getValue()[i]);
            }
        });
    }
}
