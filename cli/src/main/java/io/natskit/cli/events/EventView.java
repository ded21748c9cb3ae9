// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.events;

import io.natskit.cli.terminal.Facts;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.wire.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An event for people, in one line or with all that it tells, and for programs. What it tells is data: types that nobody knew yet are shown alike. */
final class EventView {
    private static final String SCHEMAS = "https://raw.githubusercontent.com/nats-io/jsm.go/master/schemas/";
    private static final String TYPES = "io.nats.";

    /** Told elsewhere in a view. */
    private static final Set<String> HEAD = Set.of("type", "id", "timestamp");

    /** Told at the beginning of a line, or too long for one. */
    private static final Set<String> NOT_IN_LINE = Set.of(
            "type",
            "id",
            "timestamp",
            "stream",
            "consumer",
            "action",
            "subject",
            "request",
            "response",
            "account",
            "domain",
            "server_id");

    /** Of a bearer user it is all that it takes to log in; {@code --json} tells it as it came. */
    private static final String TOKEN = "jwt";

    /** For ends of lines in what others write, such as a user's name: they could make up an event. */
    private static final char MASK = '\uFFFD';

    private static final Map<String, String> LABELS =
            Map.of("id", "ID", "acc", "Account", "ver", "Version", "lang", "Language", "rtt", "RTT");

    private EventView() {}

    /** In one line. */
    static String line(Event event) {
        String line = Figures.clock(event.time()) + " [" + event.title() + "] " + String.join(" ", about(event));
        return line.replace('\n', MASK).replace('\r', MASK);
    }

    private static List<String> about(Event event) {
        JsonObject json = event.json();
        List<String> words = new ArrayList<>();
        JsonObject client = event.part("client");
        if (client != null) {
            addIfPresent(words, "", Event.text(json, "subject"));
            addIfPresent(words, "user: ", Event.text(client, "user"));
            words.add("cid: " + client.value("id") + " in account " + Event.text(client, "acc"));
        } else if (event.part("server") != null) {
            words.add(server(event));
        }
        String consumer = Event.text(json, "consumer");
        addIfPresent(words, "", Event.text(json, "stream") + (consumer.isEmpty() ? "" : " > " + consumer));
        for (String name : json.names()) {
            Object value = json.value(name);
            if (!NOT_IN_LINE.contains(name) && isShown(name, value)) {
                words.add(name + ": " + value);
            }
        }
        return words;
    }

    private static void addIfPresent(List<String> words, String label, String text) {
        if (!text.isEmpty()) {
            words.add(label + text);
        }
    }

    /** With all that it tells. */
    static Facts facts(Event event) {
        JsonObject json = event.json();
        Facts facts = new Facts("[" + Figures.clock(event.time()) + "] [" + event.id() + "] " + event.title());
        facts.addIfPresent("Server", server(event));
        json.names().stream().filter(name -> !HEAD.contains(name)).forEach(name -> add(facts, name, json.value(name)));
        for (String name : json.names()) {
            JsonObject part = event.part(name);
            if (part != null && !name.equals("server")) {
                facts.section(Event.words(name));
                part.names().forEach(field -> add(facts, field, part.value(field)));
            }
        }
        return facts;
    }

    private static String server(Event event) {
        JsonObject server = event.part("server");
        return server == null ? "" : Event.text(server, "name");
    }

    private static void add(Facts facts, String name, @Nullable Object value) {
        if (isShown(name, value)) {
            facts.add(label(name), String.valueOf(value));
        } else if (value instanceof Collection<?> values) {
            facts.add(label(name), values.stream().map(EventView::shortly).collect(Collectors.joining(", ")));
        }
    }

    private static String shortly(@Nullable Object value) {
        return value instanceof JsonObject object
                ? object.names().stream()
                        .filter(name -> isShown(name, object.value(name)))
                        .map(name -> name + ": " + object.value(name))
                        .collect(Collectors.joining(" ", "(", ")"))
                : String.valueOf(value);
    }

    private static boolean isShown(String name, @Nullable Object value) {
        return !name.equals(TOKEN) && (value instanceof String || value instanceof Number || value instanceof Boolean);
    }

    private static String label(String name) {
        return LABELS.getOrDefault(name, Event.words(name));
    }

    /** As a document of CloudEvents, version 1. */
    static byte[] cloudEvent(Event event) {
        String type = event.type();
        return JsonText.object(out -> {
            out.field("type", type.isEmpty() ? event.subject() : type)
                    .time("time", event.time())
                    .field("id", event.id().isEmpty() ? event.subject() + "@" + event.time() : event.id())
                    .field("source", "urn:nats:" + (type.startsWith(TYPES + "jetstream.") ? "jetstream" : "server"));
            if (type.startsWith(TYPES)) {
                out.field("dataschema", SCHEMAS + type.substring(TYPES.length()).replace('.', '/') + ".json");
            }
            out.field("specversion", "1.0")
                    .field("subject", event.isMetric() ? "metric" : "advisory")
                    .raw("data", event.bytes());
        });
    }
}
