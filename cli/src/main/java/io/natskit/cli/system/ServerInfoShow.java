// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Facts;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.wire.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit server info}. */
@Command(name = "info", aliases = "i", description = "Shows a server: process, JetStream, limits, statistics.")
public final class ServerInfoShow extends ConnectedAction {
    @Parameters(
            paramLabel = "SERVER",
            arity = "0..1",
            description = "Its name or id; the first that answers without one.")
    private @Nullable String server;

    /** For picocli. */
    public ServerInfoShow() {}

    @Override
    protected int run(Session session) {
        Answer answer = new SystemRequests(session).of(server, "VARZ", new byte[0]);
        if (json()) {
            JsonText.print(terminal(), answer.bytes());
            return 0;
        }
        JsonObject varz = answer.data();
        Facts facts = new Facts("Server information for " + answer.name() + " (" + Answer.text(varz, "server_id") + ")")
                .section("Process Details")
                .add("Version", Answer.text(varz, "version"))
                .add("Start Time", Figures.time(Answer.time(varz, "start")))
                .add("Uptime", Answer.text(varz, "uptime"))
                .section("Connection Details")
                .add("Auth Required", varz.bool("auth_required", false))
                .add("TLS Required", varz.bool("tls_required", false))
                .add("Host", Answer.text(varz, "host") + ":" + varz.integer("port", 0));
        jetStream(facts, Answer.part(varz, "jetstream"));
        facts.section("Limits")
                .add("Maximum Connections", Figures.limit(varz.integer("max_connections", 0)))
                .add("Maximum Payload", Figures.bytes(varz.integer("max_payload", 0)))
                .section("Statistics")
                .add("CPU Cores", varz.integer("cores", 0))
                .add("Memory", Figures.bytes(varz.integer("mem", 0)))
                .add("Connections", Figures.count(varz.integer("connections", 0)))
                .add("Subscriptions", Figures.count(varz.integer("subscriptions", 0)))
                .add(
                        "Messages",
                        Figures.count(varz.integer("in_msgs", 0)) + " in " + Figures.count(varz.integer("out_msgs", 0))
                                + " out")
                .add(
                        "Bytes",
                        Figures.bytes(varz.integer("in_bytes", 0)) + " in "
                                + Figures.bytes(varz.integer("out_bytes", 0)) + " out")
                .add("Slow Consumers", Figures.count(varz.integer("slow_consumers", 0)))
                .print(terminal());
        return 0;
    }

    private static void jetStream(Facts facts, JsonObject jetStream) {
        JsonObject config = Answer.part(jetStream, "config");
        JsonObject stats = Answer.part(jetStream, "stats");
        if (config.names().isEmpty()) {
            return;
        }
        facts.section("JetStream")
                .add("Storage Directory", Answer.text(config, "store_dir"))
                .add("Active Accounts", stats.integer("accounts", 0))
                .add("Memory In Use", Figures.bytes(stats.integer("memory", 0)))
                .add("File In Use", Figures.bytes(stats.integer("storage", 0)))
                .add("API Requests", Figures.count(Answer.part(stats, "api").integer("total", 0)))
                .add("API Errors", Figures.count(Answer.part(stats, "api").integer("errors", 0)))
                .add("Maximum Memory Storage", Figures.byteLimit(config.integer("max_memory", 0)))
                .add("Maximum File Storage", Figures.byteLimit(config.integer("max_storage", 0)));
    }
}
