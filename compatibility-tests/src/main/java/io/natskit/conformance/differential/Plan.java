// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.differential;

import io.natskit.conformance.differential.Operation.Ack;
import io.natskit.conformance.differential.Operation.Batch;
import io.natskit.conformance.differential.Operation.Publish;
import io.natskit.conformance.differential.Operation.Pull;
import io.natskit.conformance.differential.Operation.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Invents operations from a seed: a few streams and consumers, so that they meet often. What it knows of the servers is only what it has
 *  asked for itself. Nothing in it depends on time: waits are an hour.
 */
final class Plan {
    private static final int STREAMS = 3;
    private static final int CONSUMERS = 3;
    private static final int SUBJECTS = 5;
    private static final String FILTER = ",\"filter_subject\":\"";

    private final Random random;

    /** The last configuration that was asked for, by name. */
    private final Map<String, String> streams = new TreeMap<>();

    /** By "stream.consumer"; whether acknowledgements count. */
    private final Map<String, Boolean> consumers = new TreeMap<>();

    /** Streams of which a message was refused: by a partial purge, also that of a rollup, nats-server forgets to send it again (docs/differences.md). */
    private final Set<String> refused = new TreeSet<>();

    /** By "stream.consumer", those that have a filter: nats-server hears nothing more for one that loses it (docs/differences.md). */
    private final Set<String> filtered = new TreeSet<>();

    private int batches;

    Plan(long seed) {
        random = new Random(seed);
    }

    Operation next(int waiting) {
        int dice = random.nextInt(100);
        if (streams.isEmpty() || dice < 3) {
            return createStream();
        }
        if (dice < 50) {
            return publish();
        }
        if (dice < 56) {
            return createConsumer();
        }
        if (dice < 68 && !consumers.isEmpty()) {
            return pull();
        }
        if (dice < 84 && waiting > 0) {
            return new Ack(random.nextInt(waiting), pick("+ACK", "+ACK", "", "+ACK", "-NAK", "+TERM", "+WPI"));
        }
        return dice < 90 ? look() : change();
    }

    void streamIsGone(String stream) {
        streams.remove(stream);
        refused.remove(stream);
        filtered.removeIf(name -> name.startsWith(stream + "."));
        consumers.keySet().removeIf(name -> name.startsWith(stream + "."));
    }

    void streamIsEmpty(String stream) {
        refused.remove(stream);
    }

    void messageIsRefused(String stream) {
        refused.add(stream);
    }

    void consumerIsGone(String stream, String consumer) {
        consumers.remove(stream + "." + consumer);
        filtered.remove(stream + "." + consumer);
    }

    void consumerIsThere(String stream, String consumer, String config) {
        consumers.put(stream + "." + consumer, !config.contains("\"ack_policy\":\"none\""));
        if (config.contains(FILTER)) {
            filtered.add(stream + "." + consumer);
        }
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private String anyStream() {
        List<String> names = new ArrayList<>(streams.keySet());
        return oneIn(20) ? "D" + random.nextInt(STREAMS) : names.get(random.nextInt(names.size()));
    }

    private String anySubject(String stream) {
        return "d" + stream.substring(1) + "." + (char) ('a' + random.nextInt(SUBJECTS));
    }

    private String anyFilter(String stream) {
        return oneIn(4) ? "d" + stream.substring(1) + "." + pick("*", ">") : anySubject(stream);
    }

    private Operation createStream() {
        String name = "D" + random.nextInt(STREAMS);
        if (!streams.containsKey(name) || oneIn(4)) {
            streams.putIfAbsent(name, streamConfig(name));
        }
        return new Request("$JS.API.STREAM.CREATE." + name, streams.get(name), name, false);
    }

    private String streamConfig(String name) {
        StringBuilder out =
                new StringBuilder("{\"name\":\"" + name + "\",\"subjects\":[\"d" + name.substring(1) + ".>\"]");
        out.append(",\"storage\":\"").append(pick("file", "memory")).append('"');
        out.append(",\"retention\":\"")
                .append(pick("limits", "limits", "interest", "workqueue"))
                .append('"');
        maybe(3, out, "max_msgs", 1 + random.nextInt(30));
        maybe(4, out, "max_bytes", 200 + random.nextInt(3000));
        maybe(3, out, "max_msgs_per_subject", 1 + random.nextInt(5));
        maybe(6, out, "max_msg_size", 50 + random.nextInt(100));
        maybe(8, out, "first_seq", 1 + random.nextInt(500));
        maybe(8, out, "max_consumers", 1 + random.nextInt(3));
        flag(4, out, "allow_rollup_hdrs");
        flag(2, out, "allow_direct");
        flag(4, out, "allow_msg_ttl");
        flag(4, out, "allow_atomic");
        flag(10, out, "allow_msg_counter");
        flag(12, out, "deny_delete");
        flag(12, out, "deny_purge");
        flag(12, out, "discard_new_per_subject");
        out.append(oneIn(3) ? ",\"discard\":\"new\"" : "").append(oneIn(4) ? ",\"compression\":\"s2\"" : "");
        if (oneIn(8)) {
            String s = "d" + name.substring(1);
            out.append(",\"subject_transform\":{\"src\":\"" + s + ".a\",\"dest\":\"" + s + ".b\"}");
        }
        return out.append('}').toString();
    }

    private void maybe(int n, StringBuilder out, String field, long value) {
        if (oneIn(n)) {
            out.append(",\"").append(field).append("\":").append(value);
        }
    }

    private void flag(int n, StringBuilder out, String field) {
        if (oneIn(n)) {
            out.append(",\"").append(field).append("\":true");
        }
    }

    private Operation publish() {
        String stream = anyStream();
        if (oneIn(15)) {
            return batch(stream);
        }
        return new Publish(anySubject(stream), headers(refused.contains(stream)), payload());
    }

    private String payload() {
        return "p".repeat(oneIn(10) ? random.nextInt(200) : random.nextInt(20));
    }

    /** {@code withoutPartialPurge}: not with a rollup of one subject, which is a partial purge. */
    private String headers(boolean withoutPartialPurge) {
        StringBuilder out = new StringBuilder();
        if (oneIn(4)) {
            out.append("Nats-Msg-Id: id").append(random.nextInt(40)).append("\r\n");
        }
        if (oneIn(12)) {
            out.append("Nats-Expected-Last-Sequence: ")
                    .append(random.nextInt(20))
                    .append("\r\n");
        }
        if (oneIn(8)) {
            out.append("Nats-Expected-Last-Subject-Sequence: ")
                    .append(oneIn(2) ? 0 : random.nextInt(30))
                    .append("\r\n");
        }
        if (oneIn(20)) {
            out.append("Nats-Expected-Last-Msg-Id: id")
                    .append(random.nextInt(5))
                    .append("\r\n");
        }
        if (oneIn(15)) {
            String rollup = pick("sub", "all", "sub", "none");
            out.append("Nats-Rollup: ")
                    .append(withoutPartialPurge && rollup.equals("sub") ? "all" : rollup)
                    .append("\r\n");
        }
        if (oneIn(15)) {
            out.append("Nats-TTL: ")
                    .append(pick("1h", "3600", "never", "soon", "10ms"))
                    .append("\r\n");
        }
        if (oneIn(15)) {
            out.append("Nats-Incr: ").append(pick("1", "-3", "+7", "x")).append("\r\n");
        }
        if (oneIn(6)) {
            out.append("Own: ").append(random.nextInt(100)).append("\r\n");
        }
        return out.isEmpty() ? "" : "NATS/1.0\r\n" + out + "\r\n";
    }

    private Operation batch(String stream) {
        List<Publish> messages = new ArrayList<>();
        int size = 1 + random.nextInt(4);
        String id = "batch" + ++batches;
        for (int i = 1; i <= size; i++) {
            String own = oneIn(6) ? "Nats-Msg-Id: id" + random.nextInt(40) + "\r\n" : "";
            String expected = oneIn(8) ? "Nats-Expected-Last-Subject-Sequence: " + random.nextInt(3) + "\r\n" : "";
            String commit = i == size ? "Nats-Batch-Commit: " + (oneIn(4) ? "eob" : "1") + "\r\n" : "";
            String headers = "NATS/1.0\r\nNats-Batch-Id: " + id + "\r\nNats-Batch-Sequence: " + i + "\r\n" + own
                    + expected + commit + "\r\n";
            messages.add(new Publish(anySubject(stream), headers, payload()));
        }
        return new Batch(messages);
    }

    private Operation createConsumer() {
        String stream = anyStream();
        String name = "c" + random.nextInt(CONSUMERS);
        StringBuilder out = new StringBuilder("{\"stream_name\":\"" + stream + "\"");
        out.append(pick("", "", ",\"action\":\"create\"", ",\"action\":\"update\""));
        out.append(",\"config\":{\"durable_name\":\"").append(name).append("\",\"ack_wait\":3600000000000");
        out.append(",\"ack_policy\":\"")
                .append(pick("explicit", "explicit", "explicit", "all", "none"))
                .append('"');
        out.append(pick(
                "",
                "",
                "",
                ",\"deliver_policy\":\"last\"",
                ",\"deliver_policy\":\"new\"",
                ",\"deliver_policy\":\"by_start_sequence\",\"opt_start_seq\":" + (1 + random.nextInt(20))));
        boolean lasts = oneIn(12);
        out.append(lasts ? ",\"deliver_policy\":\"last_per_subject\"" : "");
        if (lasts || oneIn(3)) {
            out.append(FILTER).append(anyFilter(stream)).append('"');
        } else if (filtered.contains(stream + "." + name)) {
            out.append(FILTER).append("d").append(stream.substring(1)).append(".>\"");
        }
        maybe(5, out, "max_ack_pending", 1 + random.nextInt(5));
        maybe(5, out, "max_deliver", 1 + random.nextInt(4));
        maybe(10, out, "max_batch", 1 + random.nextInt(5));
        flag(8, out, "headers_only");
        flag(8, out, "mem_storage");
        return new Request(
                "$JS.API.CONSUMER.CREATE." + stream + "." + name,
                out.append("}}").toString(),
                stream,
                false);
    }

    private Operation pull() {
        List<String> names = new ArrayList<>(consumers.keySet());
        String name = names.get(random.nextInt(names.size()));
        int dot = name.indexOf('.');
        boolean acknowledged = Boolean.TRUE.equals(consumers.get(name));
        return new Pull(name.substring(0, dot), name.substring(dot + 1), 1 + random.nextInt(8), acknowledged);
    }

    private Operation look() {
        String stream = anyStream();
        String consumer = "c" + random.nextInt(CONSUMERS);
        return switch (random.nextInt(8)) {
            case 0 ->
                new Request(
                        "$JS.API.STREAM.INFO." + stream,
                        "{\"subjects_filter\":\">\",\"deleted_details\":true}",
                        "",
                        true);
            case 1 -> new Request("$JS.API.CONSUMER.INFO." + stream + "." + consumer, "", "", true);
            case 2 -> new Request("$JS.API.CONSUMER.NAMES." + stream, "", "", false);
            case 3 ->
                new Request(
                        "$JS.API.STREAM.MSG.GET." + stream, "{\"seq\":" + (1 + random.nextInt(60)) + "}", "", false);
            case 4 ->
                new Request(
                        "$JS.API.STREAM.MSG.GET." + stream,
                        "{\"last_by_subj\":\"" + anyFilter(stream) + "\"}",
                        "",
                        false);
            case 5 ->
                new Request(
                        "$JS.API.STREAM.MSG.GET." + stream,
                        "{\"seq\":" + random.nextInt(40) + ",\"next_by_subj\":\"" + anyFilter(stream) + "\"}",
                        "",
                        false);
            case 6 -> new Request("$JS.API.DIRECT.GET." + stream + "." + anySubject(stream), "", "", false);
            default ->
                new Request(
                        "$JS.API.DIRECT.GET." + stream, "{\"last_by_subj\":\"" + anyFilter(stream) + "\"}", "", false);
        };
    }

    private Operation change() {
        String stream = anyStream();
        int dice = random.nextInt(12);
        return switch (refused.contains(stream) && (dice == 5 || dice == 6) ? 4 : dice) {
            case 0 -> new Request("$JS.API.STREAM.DELETE." + stream, "", "", false);
            case 1 ->
                new Request("$JS.API.CONSUMER.DELETE." + stream + ".c" + random.nextInt(CONSUMERS), "", stream, false);
            case 2, 3 -> update(stream);
            case 4 -> new Request("$JS.API.STREAM.PURGE." + stream, "", stream, false);
            case 5 ->
                new Request(
                        "$JS.API.STREAM.PURGE." + stream, "{\"seq\":" + (1 + random.nextInt(60)) + "}", stream, false);
            case 6 ->
                new Request(
                        "$JS.API.STREAM.PURGE." + stream,
                        "{\"filter\":\"" + anyFilter(stream) + "\",\"keep\":" + random.nextInt(3) + "}",
                        stream,
                        false);
            default ->
                new Request(
                        "$JS.API.STREAM.MSG.DELETE." + stream,
                        "{\"seq\":" + (1 + random.nextInt(60)) + (oneIn(2) ? ",\"no_erase\":true" : "") + "}",
                        stream,
                        false);
        };
    }

    private Operation update(String stream) {
        String config = streamConfig(stream);
        return new Request("$JS.API.STREAM.UPDATE." + stream, config, stream, false);
    }
}
