// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The answers that nats-server gave to one transcript, kept as data. So a transcript can be judged where there is no nats-server, and what
 *  our server says beyond the transcript's patterns (the fields of INFO above all) is compared too.
 */
public final class Recording {
    /** Fields of INFO that differ between any two servers or runs. */
    private static final Set<String> OF_THE_RUN = Set.of(
            "server_id", "server_name", "go", "git_commit", "host", "port", "client_id", "client_ip", "nonce", "xkey");

    private final Map<String, List<String>> cases = new LinkedHashMap<>();

    /** An empty recording, to be filled by {@link #add}. */
    public Recording() {}

    /** Parses a recording file. */
    public static Recording parse(String text) {
        Recording recording = new Recording();
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("== ")) {
                lines = new ArrayList<>();
                recording.cases.put(line.substring(3), lines);
            } else if (line.startsWith("S")) {
                lines.add(line);
            }
        }
        return recording;
    }

    /** The file's text. */
    public String text() {
        StringBuilder out =
                new StringBuilder("# Recorded from nats-server 2.15.2 by the suite; see docs/conformance.md\n");
        cases.forEach((title, lines) -> {
            out.append("== ").append(title).append('\n');
            lines.forEach(line -> out.append(line).append('\n'));
        });
        return out.toString();
    }

    /** Keeps what was heard in a case. */
    public void add(String title, Heard heard) {
        List<String> lines = new ArrayList<>();
        for (int connection : heard.connections()) {
            heard.lines(connection).forEach(line -> lines.add("S" + connection + ": " + Text.notation(line)));
            if (heard.isClosed(connection)) {
                lines.add("S" + connection + " closed");
            }
        }
        cases.put(title, lines);
    }

    /** Whether the case has been recorded. */
    public boolean has(String title) {
        return cases.containsKey(title);
    }

    /** The bytes that each connection heard in a case. */
    public Map<Integer, String> streams(String title) {
        Map<Integer, String> streams = new TreeMap<>();
        for (String line : cases.getOrDefault(title, List.of())) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                streams.merge(
                        Integer.parseInt(line.substring(1, colon)),
                        Text.latin(line.substring(colon + 2), Map.of()) + "\r\n",
                        String::concat);
            }
        }
        return streams;
    }

    /** A connection that says what was recorded; what is sent goes nowhere. */
    public Link link(String title, int connection) {
        Deque<String> lines = new ArrayDeque<>();
        String prefix = "S" + connection + ": ";
        for (String line : cases.getOrDefault(title, List.of())) {
            if (line.startsWith(prefix)) {
                lines.add(Text.latin(line.substring(prefix.length()), Map.of()));
            }
        }
        boolean closed = cases.getOrDefault(title, List.of()).contains("S" + connection + " closed");
        return new RecordedLink(lines, closed);
    }

    /** Says how what was heard differs from the recording, line by line, or nothing. What differs between any two runs is passed over. */
    public String difference(String title, Heard heard) {
        Recording now = new Recording();
        now.add(title, heard);
        List<String> wanted = cases.getOrDefault(title, List.of());
        List<String> got = now.cases.getOrDefault(title, List.of());
        for (int i = 0; i < Math.max(wanted.size(), got.size()); i++) {
            String a = i < wanted.size() ? comparable(wanted.get(i)) : "(nothing)";
            String b = i < got.size() ? comparable(got.get(i)) : "(nothing)";
            if (!a.equals(b)) {
                return "recorded: " + a + "\n     got: " + b;
            }
        }
        return "";
    }

    private static String comparable(String line) {
        int info = line.indexOf(": INFO {");
        if (info < 0) {
            return line;
        }
        Map<String, Object> fields = new TreeMap<>(Json.object(Text.latin(line.substring(info + 7), Map.of())));
        fields.remove("natskit"); // our own version, beside that of the NATS release whose behaviour it is
        fields.remove("xkey"); // docs/differences.md
        fields.remove("git_commit");
        fields.replaceAll((key, value) -> OF_THE_RUN.contains(key) ? "(any)" : value);
        return line.substring(0, info) + ": INFO " + fields;
    }

    private static final class RecordedLink implements Link {
        private final Deque<String> lines;
        private final boolean closed;

        RecordedLink(Deque<String> lines, boolean closed) {
            this.lines = lines;
            this.closed = closed;
        }

        @Override
        public void send(byte[] bytes) {
            // a recording does not listen
        }

        @Override
        public @Nullable String line() {
            String line = lines.poll();
            if (line == null && !closed) {
                throw new TranscriptFailure("the recording has no further line and does not end the connection");
            }
            return line;
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
