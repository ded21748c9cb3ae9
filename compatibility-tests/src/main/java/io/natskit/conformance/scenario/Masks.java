// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

import io.natskit.conformance.transcript.Json;
import io.natskit.conformance.transcript.LinePattern;
import io.natskit.conformance.transcript.TranscriptFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes out of messages what differs between any two runs of one server, so that the rest can be compared. */
public final class Masks {
    /** In the order in which they are taken out. What a text must have to hold one is asked first: most texts are short, and there are many of them. */
    private static final List<Mask> MASKS = List.of(
            // inboxes are numbered; how often was asked until an answer was as wanted is of the run
            new Mask("_INBOX.", 0, "(_INBOX\\.\\w+)\\.\\d+", "$1"),
            new Mask(
                    ":",
                    20,
                    "(?!0001)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)",
                    "TIME"),
            // the last token of a flow control subject is of chance
            new Mask("$JS.FC.", 0, "(\\$JS\\.FC\\.[^.]+\\.[^.]+(?:\\.[^.]+\\.[^.]+)?)\\.[0-9A-Za-z]{4}\\b", "$1.FLOW"),
            // which life of an origin a copied message comes from
            new Mask("Nats-Stream-Source: ", 0, "(Nats-Stream-Source: (?:\\S+ ){5})\\S+", "$1IDENTITY"),
            new Mask("", 56, "\\b[NAX][A-Z2-7]{55}\\b", "KEY"),
            new Mask("", 22, "\\b[0-9A-Za-z]{22}\\b", "NUID"),
            new Mask("1", 19, "\\b1[5-9]\\d{17}\\b", "NANOS"),
            new Mask("", 10, "(?<=[\".])(?=[a-z]*[0-9A-Z])[0-9A-Za-z]{8}(?=[\".])", "NAME8"));

    /** Fields whose value is of the run; that they are there is compared. */
    private static final Set<String> OF_THE_RUN = Set.of(
            "cid",
            "rtt",
            "host",
            "server",
            "port",
            "ack_time",
            "pause_remaining",
            "active",
            "_nats.ver",
            "memory",
            "storage",
            "reserved_memory",
            "reserved_storage",
            "streams",
            "consumers",
            "total",
            "errors",
            "inflight",
            "max_memory",
            "max_storage",
            "leader",
            "client_id",
            "name_tag");

    /** Fields that are ours or nats-server's alone. */
    private static final Set<String> PASSED_OVER = Set.of("cluster", "ver", "lang", "raft_group");

    private Masks() {}

    /** A message as comparable lines: its parts, and JSON field by field. */
    public static List<String> lines(Delivery delivery) {
        List<String> lines = new ArrayList<>();
        lines.add("subject " + mask(delivery.subject()));
        lines.add("reply " + mask(delivery.reply()));
        for (String header : delivery.headers().split("\r\n")) {
            lines.add("header " + mask(header));
        }
        if (delivery.payload().startsWith("{")) {
            try {
                add("", delivery.json(), lines);
                return lines;
            } catch (TranscriptFailure e) {
                // not JSON after all: compared as it is
            }
        }
        lines.add("payload " + mask(delivery.payload()));
        return lines;
    }

    private static void add(String path, Object value, List<String> lines) {
        String key = path.substring(path.lastIndexOf('/') + 1);
        if (PASSED_OVER.contains(key)) {
            return;
        }
        if (value instanceof Map<?, ?> map) {
            if (map.isEmpty()) {
                lines.add(path + " = {}");
            }
            map.forEach((k, v) -> add(path + "/" + k, v, lines));
        } else if (value instanceof List<?> list && (list.isEmpty() || !(list.get(0) instanceof String))) {
            lines.add(path + " has " + list.size());
            for (int i = 0; i < list.size(); i++) {
                add(path + "/" + i, list.get(i), lines);
            }
        } else if (OF_THE_RUN.contains(key) && !path.startsWith("/config/")) {
            lines.add(path);
        } else if (value instanceof String s && s.startsWith("{\\\"")) {
            lines.add(path + " (JSON)");
        } else if (key.equals("request") || key.equals("response")) {
            lines.add(path);
        } else {
            lines.add(path + " = " + mask(Json.text(value)));
        }
    }

    private static String mask(String text) {
        String out = text;
        for (Mask mask : MASKS) {
            out = mask.over(out);
        }
        return LinePattern.shown(out);
    }

    /** What is put in the place of what matches; a text is looked through if it holds {@code needle} and is at least so long. */
    private record Mask(String needle, int atLeast, Pattern pattern, String instead) {
        Mask(String needle, int atLeast, String pattern, String instead) {
            this(needle, atLeast, Pattern.compile(pattern), instead);
        }

        String over(String text) {
            boolean may = text.length() >= atLeast && text.contains(needle);
            return may ? pattern.matcher(text).replaceAll(instead) : text;
        }
    }
}
