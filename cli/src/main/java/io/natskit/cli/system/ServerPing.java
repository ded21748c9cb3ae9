// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.action.Failure;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit server ping}. */
@Command(name = "ping", description = "Asks all servers whether they are there.")
public final class ServerPing extends ConnectedAction {
    @Parameters(paramLabel = "EXPECT", arity = "0..1", description = "How many should answer; fewer fail.")
    private int expected;

    /** For picocli. */
    public ServerPing() {}

    @Override
    protected int run(Session session) {
        List<Answer> answers = new SystemRequests(session).all("", new byte[0]);
        if (json()) {
            JsonText.print(terminal(), answers.stream().map(ServerPing::json).toList());
        } else {
            answers.forEach(answer -> terminal()
                    .line(String.format(Locale.ROOT, "%-60s rtt=%s", answer.name(), Figures.duration(answer.rtt()))));
            terminal().line("\n---- ping statistics ----\n" + answers.size() + " replies");
        }
        return answers.size() < expected ? Failure.EXIT : 0;
    }

    private static byte[] json(Answer answer) {
        return JsonText.object(out -> out.field("name", answer.name())
                .field("id", Answer.text(answer.server(), "id"))
                .field("rtt", answer.rtt().toNanos()));
    }
}
