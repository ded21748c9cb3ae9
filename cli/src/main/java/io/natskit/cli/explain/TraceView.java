// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.explain;

import io.natskit.cli.terminal.Terminal;
import io.natskit.wire.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Shows what servers tell of a message's way (ADR-41), and counts where it went. Confined to one thread. */
final class TraceView {
    private static final List<String> KINDS =
            List.of("Client", "Router", "Gateway", "System", "Leafnode", "JetStream", "Account");

    private final Terminal terminal;
    private final boolean timestamps;
    private final Map<String, Integer> egress = new TreeMap<>();

    TraceView(Terminal terminal, boolean timestamps) {
        this.terminal = terminal;
        this.timestamps = timestamps;
    }

    /** Shows what one server tells. */
    void show(JsonObject told) {
        JsonObject server = told.object("server");
        String where = server == null ? "" : " server:" + server.string("name") + " version:" + server.string("ver");
        told.objects("events").forEach(event -> show(event, where));
    }

    /** Shows where the message went, counted. */
    void summary() {
        if (egress.isEmpty()) {
            terminal.line("--X No active interest");
            return;
        }
        terminal.line("\nEgress Count:\n");
        egress.forEach((kind, count) -> terminal.line("  " + kind + ": " + count));
    }

    private void show(JsonObject event, String server) {
        String type = String.valueOf(event.string("type"));
        String line = switch (type) {
            case "in" ->
                kind(event) + " \"" + text(event, "name") + "\" cid:" + event.integer("cid", 0) + " account:"
                        + text(event, "acc") + server;
            case "sm" -> "    Mapping subject:\"" + text(event, "to") + "\"";
            case "si" ->
                "    Import from:\"" + text(event, "from") + "\" to:\"" + text(event, "to") + "\" account:"
                        + text(event, "acc");
            case "se" -> "    Stream Export subject:\"" + text(event, "to") + "\" account:" + text(event, "acc");
            case "js" ->
                "--J JetStream action:\"" + action(event) + "\" stream:\"" + text(event, "stream") + "\" subject:\""
                        + text(event, "subject") + "\"";
            case "eg" ->
                "--C " + kind(event) + " \"" + text(event, "name") + "\" cid:" + event.integer("cid", 0) + " subject:\""
                        + text(event, "sub") + "\""
                        + (text(event, "queue").isEmpty() ? "" : " queue:\"" + text(event, "queue") + "\"");
            default -> "    " + type;
        };
        if (type.equals("eg") || type.equals("js")) {
            egress.merge(type.equals("js") ? "JetStream" : kind(event), 1, Integer::sum);
        }
        String error = text(event, "error");
        terminal.line((timestamps ? text(event, "ts") + " " : "") + line + (error.isEmpty() ? "" : " !! " + error));
    }

    private static String action(JsonObject event) {
        return event.bool("nointerest", false) ? "not stored: no interest" : "stored";
    }

    private static String kind(JsonObject event) {
        int kind = (int) event.integer("kind", 0);
        return kind >= 0 && kind < KINDS.size() ? KINDS.get(kind) : "Kind " + kind;
    }

    private static String text(JsonObject event, String name) {
        String text = event.string(name);
        return text == null ? "" : text;
    }
}
