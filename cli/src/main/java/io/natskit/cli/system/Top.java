// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.action.Refreshing;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.wire.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit top}. */
@Command(name = "top", description = "Shows the connections of a server with their rates, again and again.")
public final class Top extends ConnectedAction {
    @Parameters(
            paramLabel = "SERVER",
            arity = "0..1",
            description = "Its name or id; the first that answers without one.")
    private @Nullable String server;

    @Option(
            names = {"-n", "--conns"},
            defaultValue = "50",
            description = "How many connections; 50 by default.")
    private int connections = 50;

    @Option(names = "--sort", defaultValue = "cid", description = "By what, as /connz has it; cid by default.")
    private String sort = "cid";

    @Mixin
    private final Refreshing refreshing = new Refreshing();

    /** For picocli. */
    public Top() {}

    @Override
    protected int run(Session session) throws InterruptedException {
        SystemRequests system = new SystemRequests(session);
        String id = Answer.text(system.of(server, "", new byte[0]).server(), "id");
        byte[] query = JsonText.object(
                out -> out.field("auth", true).field("sort", sort).field("limit", connections));
        Answer before = system.one("$SYS.REQ.SERVER." + id + ".VARZ", new byte[0]);
        while (refreshing.next()) {
            Answer varz = system.one("$SYS.REQ.SERVER." + id + ".VARZ", new byte[0]);
            show(before.data(), varz, system.one("$SYS.REQ.SERVER." + id + ".CONNZ", query));
            before = varz;
        }
        return 0;
    }

    private void show(JsonObject before, Answer varz, Answer connz) {
        if (json()) {
            JsonText.printLine(terminal(), JsonText.array(List.of(varz.bytes(), connz.bytes())));
            return;
        }
        if (terminal().isInteractive()) {
            terminal().out().print("\033[H\033[2J");
        }
        JsonObject now = varz.data();
        Duration time = Duration.between(Answer.time(before, "now"), Answer.time(now, "now"));
        terminal()
                .line("NATS server " + varz.name() + " version " + Answer.text(now, "version") + " uptime "
                        + Answer.text(now, "uptime"));
        terminal()
                .line("  Load: CPU " + Math.round(now.number("cpu", 0)) + " %  Memory "
                        + Figures.bytes(now.integer("mem", 0)) + "  Slow Consumers "
                        + now.integer("slow_consumers", 0));
        terminal().line("  In:   " + rates(before, now, time, "in_msgs", "in_bytes"));
        terminal().line("  Out:  " + rates(before, now, time, "out_msgs", "out_bytes") + "\n");
        new ConnectionTable(terminal()).print(List.of(connz), true);
    }

    private static String rates(JsonObject before, JsonObject now, Duration time, String messages, String bytes) {
        return Figures.count(now.integer(messages, 0)) + " msgs  " + Figures.bytes(now.integer(bytes, 0)) + "  "
                + Figures.rate(now.integer(messages, 0) - before.integer(messages, 0), time) + "  "
                + Figures.bytes(Figures.perSecond(now.integer(bytes, 0) - before.integer(bytes, 0), time)) + "/sec";
    }
}
