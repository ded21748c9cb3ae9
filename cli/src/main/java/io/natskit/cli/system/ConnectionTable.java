// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.Table;
import io.natskit.cli.terminal.Terminal;
import io.natskit.wire.json.JsonObject;
import java.util.List;

/** Connections of all servers in a table. */
final class ConnectionTable {
    private final Terminal terminal;

    ConnectionTable(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The connections of an answer of each server, which tells how many there are if that is {@code counted}. */
    void print(List<Answer> answers, boolean counted) {
        long shown = answers.stream()
                .mapToLong(answer -> answer.data().objects("connections").size())
                .sum();
        long all = answers.stream()
                .mapToLong(answer -> answer.data().integer("total", 0))
                .sum();
        Table table = Table.of(
                !counted || shown == all ? shown + " Connections" : shown + " of " + all + " Connections",
                "CID",
                "Name",
                "Server",
                "IP",
                "Account",
                "User",
                "Uptime",
                "In Msgs",
                "Out Msgs",
                "In Bytes",
                "Out Bytes",
                "Subs");
        for (Answer answer : answers) {
            answer.data().objects("connections").forEach(connection -> row(table, answer.name(), connection));
        }
        table.print(terminal);
    }

    private static void row(Table table, String server, JsonObject connection) {
        table.row(
                connection.integer("cid", 0),
                Answer.text(connection, "name"),
                server,
                Answer.text(connection, "ip") + ":" + connection.integer("port", 0),
                Answer.text(connection, "account"),
                Answer.text(connection, "authorized_user"),
                Answer.text(connection, "uptime"),
                Figures.count(connection.integer("in_msgs", 0)),
                Figures.count(connection.integer("out_msgs", 0)),
                Figures.bytes(connection.integer("in_bytes", 0)),
                Figures.bytes(connection.integer("out_bytes", 0)),
                Figures.count(connection.integer("subscriptions", 0)));
    }
}
