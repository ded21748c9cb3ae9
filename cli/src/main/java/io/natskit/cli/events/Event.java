// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.events;

import io.natskit.wire.json.GoTime;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as it came.
 *
 * @param subject on which subject
 * @param bytes its document
 * @param json the same, read
 * @param came when
 */
record Event(String subject, byte[] bytes, JsonObject json, Instant came) {
    private static final String METRIC = ".metric.";

    /** What some types are called; others by the last word of their type. */
    private static final Map<String, String> TITLES = Map.of(
            "client_connect", "Client Connection",
            "client_disconnect", "Client Disconnection",
            "api_audit", "JetStream API Access",
            "terminated", "Delivery Terminated",
            "nak", "Delivery Rejected",
            "max_deliver", "Delivery Attempts Exceeded",
            "consumer_ack", "Acknowledgement");

    /** Events of servers without a type, or with that of others: their subjects tell what they are. */
    private static final Map<String, String> UNTYPED =
            Map.of("LAMEDUCK", "Server Lame Duck", "SHUTDOWN", "Server Shutdown", "ERR", "Authentication Error");

    /** The event in this document; nothing where it is none. */
    static Optional<Event> of(String subject, byte[] bytes, Instant came) {
        try {
            JsonObject json = JsonObject.parse(bytes);
            return Optional.of(new Event(subject, inOneLine(bytes), json, came));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** Ends of lines stand between the words of a document, never within. */
    private static byte[] inOneLine(byte[] document) {
        byte[] line = document.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }

    /** Its type, such as {@code io.nats.server.advisory.v1.client_connect}; empty where it has none. */
    String type() {
        return text(json, "type");
    }

    /** What is particular to it; empty where it has no such thing. */
    String id() {
        return text(json, "id");
    }

    /** When it happened. */
    Instant time() {
        String told = text(json, "timestamp");
        JsonObject server = part("server");
        if (told.isEmpty() && server != null) {
            told = text(server, "time");
        }
        try {
            return told.isEmpty() ? came : GoTime.parse(told).toInstant();
        } catch (JsonException e) {
            return came;
        }
    }

    /** Whether it is a measurement. */
    boolean isMetric() {
        return type().contains(METRIC);
    }

    /** What it is, for people. */
    String title() {
        String untyped = UNTYPED.get(last(subject));
        if (untyped != null && subject.startsWith("$SYS.")) {
            return untyped;
        }
        String kind = last(type());
        String action = text(json, "action");
        if (kind.endsWith("_action") && !action.isEmpty()) {
            return words(kind.substring(0, kind.length() - "action".length()) + action) + " Action";
        }
        return kind.isEmpty() ? subject : TITLES.getOrDefault(kind, words(kind));
    }

    /** An object within it; null where there is none. */
    @Nullable
    JsonObject part(String name) {
        return json.value(name) instanceof JsonObject part ? part : null;
    }

    /** A text of an object; empty where there is none: others may write what they like. */
    static String text(JsonObject json, String name) {
        return json.value(name) instanceof String text ? text : "";
    }

    /** {@code stream_seq} as {@code Stream Seq}. */
    static String words(String name) {
        StringBuilder words = new StringBuilder();
        for (String word : name.split("_", -1)) {
            if (!word.isEmpty()) {
                words.append(words.isEmpty() ? "" : " ")
                        .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(word.substring(1));
            }
        }
        return words.toString();
    }

    private static String last(String dotted) {
        return dotted.substring(dotted.lastIndexOf('.') + 1);
    }
}
