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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit server report jetstream}. */
@Command(
        name = "jetstream",
        aliases = {"js", "jsz"},
        description = "Shows what JetStream keeps on each server.")
public final class ReportJetStream extends ConnectedAction {
    @Option(names = "--account", paramLabel = "ACCOUNT", description = "For this account alone.")
    private @Nullable String account;

    /** For picocli. */
    public ReportJetStream() {}

    @Override
    protected int run(Session session) {
        byte[] request = JsonText.object(out -> out.fieldIfPresent("account", account));
        List<Answer> answers = new SystemRequests(session).all("JSZ", request);
        if (json()) {
            JsonText.print(terminal(), answers.stream().map(Answer::bytes).toList());
            return 0;
        }
        Table table = Table.of(
                "JetStream Summary",
                "Server",
                "Cluster",
                "Streams",
                "Consumers",
                "Messages",
                "Bytes",
                "Memory",
                "File",
                "API Req",
                "API Err");
        for (Answer answer : answers) {
            JsonObject jsz = answer.data();
            JsonObject api = Answer.part(jsz, "api");
            table.row(
                    answer.name(),
                    Answer.text(answer.server(), "cluster"),
                    Figures.count(jsz.integer("streams", 0)),
                    Figures.count(jsz.integer("consumers", 0)),
                    Figures.count(jsz.integer("messages", 0)),
                    Figures.bytes(jsz.integer("bytes", 0)),
                    Figures.bytes(jsz.integer("memory", 0)),
                    Figures.bytes(jsz.integer("storage", 0)),
                    Figures.count(api.integer("total", 0)),
                    Figures.count(api.integer("errors", 0)));
        }
        table.print(terminal());
        return 0;
    }
}
