// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

import io.natskit.conformance.transcript.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The messages that the cases of one file looked at when nats-server was played against; in the order in which they were looked at, one a line.
 *  Safe for use by several threads.
 */
public final class Answers {
    private static final String BETWEEN = " | ";

    /** What nearly every answer holds, and stands in a recording by its number: <code>$(0)</code>. Only ever added to, at the end. */
    private static final List<String> OFTEN = List.of(
            "\"retention\":\"limits\",\"max_consumers\":-1,\"max_msgs\":-1,\"max_bytes\":-1,\"max_age\":0,\"max_msgs_per_subject\":-1,\"max_msg_size\":-1,",
            "\"discard\":\"old\",\"storage\":\"file\",\"num_replicas\":1,\"duplicate_window\":120000000000,",
            "\"compression\":\"none\",\"allow_direct\":false,\"mirror_direct\":false,\"sealed\":false,\"deny_delete\":false,\"deny_purge\":false,\"allow_rollup_hdrs\":false,\"consumer_limits\":{},\"allow_msg_ttl\":false",
            "\"compression\":\"none\",\"allow_direct\":true,\"mirror_direct\":false,\"sealed\":false,\"deny_delete\":false,\"deny_purge\":false,\"allow_rollup_hdrs\":false,\"consumer_limits\":{},\"allow_msg_ttl\":false",
            ",\"metadata\":{\"_nats.level\":\"5\",\"_nats.req.level\":\"0\",\"_nats.ver\":\"2.15.2\"}},",
            "\"state\":{\"messages\":0,\"bytes\":0,\"first_seq\":0,\"first_ts\":\"0001-01-01T00:00:00Z\",\"last_seq\":0,\"last_ts\":\"0001-01-01T00:00:00Z\",\"consumer_count\":0},",
            "{\"type\":\"io.nats.jetstream.api.v1.stream_create_response\",\"config\":{",
            "{\"type\":\"io.nats.jetstream.api.v1.consumer_create_response\",\"stream_name\":",
            "\"deliver_policy\":\"all\",\"ack_policy\":\"explicit\",\"ack_wait\":30000000000,\"max_deliver\":-1,\"replay_policy\":\"instant\",\"max_waiting\":512,\"max_ack_pending\":1000,\"num_replicas\":0",
            "\"delivered\":{\"consumer_seq\":0,\"stream_seq\":0},\"ack_floor\":{\"consumer_seq\":0,\"stream_seq\":0},\"num_ack_pending\":0,\"num_redelivered\":0,\"num_waiting\":0,\"num_pending\":",
            "{\"type\":\"io.nats.jetstream.api.v1.stream_info_response\",\"total\":0,\"offset\":0,\"limit\":0,\"config\":{",
            "{\"type\":\"io.nats.jetstream.api.v1.consumer_info_response\",\"stream_name\":",
            ".\\\\u003e\"],$(0)$(1)$(2)$(4)\"created\":\"",
            "\"config\":{\"durable_name\":\"c\",\"name\":\"c\",$(8)$(4)$(9)");

    private final Map<String, List<Delivery>> cases = new TreeMap<>();

    /** No answers yet. */
    public Answers() {}

    /** What was recorded for a file; nothing when there is no recording. */
    public static Answers read(Path folder, String name) {
        Path file = folder.resolve(name + ".txt");
        try {
            return Files.exists(file) ? parse(Files.readString(file)) : new Answers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses a recording. */
    public static Answers parse(String text) {
        Answers answers = new Answers();
        List<Delivery> deliveries = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("== ")) {
                deliveries = new ArrayList<>();
                answers.cases.put(line.substring(3), deliveries);
            } else if (!line.startsWith("#") && !line.isEmpty()) {
                String[] cells = line.split(" \\| ", 4);
                deliveries.add(new Delivery(latin(cells[0]), latin(cells[1]), latin(cells[2]), latin(cells[3])));
            }
        }
        return answers;
    }

    private static String latin(String notation) {
        String whole = notation;
        for (int i = OFTEN.size() - 1; i >= 0; i--) {
            whole = whole.replace("$(" + i + ")", OFTEN.get(i));
        }
        return whole.equals("-") ? "" : Text.latin(whole, Map.of());
    }

    /** The recording's text. */
    public synchronized String text() {
        StringBuilder out =
                new StringBuilder("# Recorded from nats-server 2.15.2 by the suite; see docs/conformance.md\n");
        cases.forEach((title, deliveries) -> {
            out.append("== ").append(title).append('\n');
            for (Delivery d : deliveries) {
                out.append(cell(d.subject()))
                        .append(BETWEEN)
                        .append(cell(d.reply()))
                        .append(BETWEEN)
                        .append(cell(d.headers()))
                        .append(BETWEEN)
                        .append(cell(d.payload()))
                        .append('\n');
            }
        });
        return out.toString();
    }

    private static String cell(String latin) {
        String cell = Text.notation(latin).replace("|", "\\x7c");
        for (int i = 0; i < OFTEN.size(); i++) {
            cell = cell.replace(OFTEN.get(i), "$(" + i + ")");
        }
        return cell.isEmpty() ? "-" : cell;
    }

    /** Keeps a case's answers. */
    public synchronized void add(String title, List<Delivery> deliveries) {
        cases.put(title, deliveries);
    }

    /** Whether a case was recorded. */
    public synchronized boolean has(String title) {
        return cases.containsKey(title);
    }

    /** Mail that says what was recorded. */
    public synchronized Mail mail(String title) {
        return new RecordedMail(cases.getOrDefault(title, List.of()));
    }

    /** Says how answers differ from the recorded ones, or nothing. What differs between any two runs is passed over. */
    public synchronized String difference(String title, List<Delivery> now) {
        List<Delivery> then = cases.getOrDefault(title, List.of());
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(then.size(), now.size()); i++) {
            List<String> wanted = Masks.lines(then.get(i));
            List<String> got = Masks.lines(now.get(i));
            List<String> missing = new ArrayList<>(wanted);
            missing.removeAll(got);
            List<String> extra = new ArrayList<>(got);
            extra.removeAll(wanted);
            if (!missing.isEmpty() || !extra.isEmpty()) {
                out.append("  answer ")
                        .append(i + 1)
                        .append(" on ")
                        .append(then.get(i).subject())
                        .append('\n');
                missing.forEach(
                        line -> out.append("    recorded: ").append(line).append('\n'));
                extra.forEach(line -> out.append("         got: ").append(line).append('\n'));
            }
        }
        return out.toString();
    }
}
