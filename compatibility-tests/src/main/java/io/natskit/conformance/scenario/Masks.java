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
    private static final Pattern TIME =
            Pattern.compile("(?!0001)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");
    private static final Pattern SERVER = Pattern.compile("\\b[NAX][A-Z2-7]{55}\\b");
    private static final Pattern NUID = Pattern.compile("\\b[0-9A-Za-z]{22}\\b");
    private static final Pattern NANOS = Pattern.compile("\\b1[5-9]\\d{17}\\b");
    private static final Pattern NAME = Pattern.compile("(?<=[\".])(?=[a-z]*[0-9A-Z])[0-9A-Za-z]{8}(?=[\".])");

    /** The last token of a flow control subject is of chance. */
    private static final Pattern FLOW =
            Pattern.compile("(\\$JS\\.FC\\.[^.]+\\.[^.]+(?:\\.[^.]+\\.[^.]+)?)\\.[0-9A-Za-z]{4}\\b");
    /** Which life of an origin a copied message comes from. */
    private static final Pattern IDENTITY = Pattern.compile("(Nats-Stream-Source: (?:\\S+ ){5})\\S+");

    /** Inboxes are numbered; how often was asked until an answer was as wanted is of the run. */
    private static final Pattern INBOX = Pattern.compile("(_INBOX\\.\\w+)\\.\\d+");

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
        String out = TIME.matcher(INBOX.matcher(text).replaceAll("$1")).replaceAll("TIME");
        out = FLOW.matcher(out).replaceAll("$1.FLOW");
        out = IDENTITY.matcher(out).replaceAll("$1IDENTITY");
        out = SERVER.matcher(out).replaceAll("KEY");
        out = NUID.matcher(out).replaceAll("NUID");
        out = NANOS.matcher(out).replaceAll("NANOS");
        return LinePattern.shown(NAME.matcher(out).replaceAll("NAME8"));
    }
}
