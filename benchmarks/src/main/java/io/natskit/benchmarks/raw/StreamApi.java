// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** JetStream's API over a bare connection, one request at a time; and the stream that the loads use. Answers are looked at as text, since nothing of them is timed. */
final class StreamApi implements AutoCloseable {
    /** The stream of the loads. */
    static final String STREAM = "BENCH";

    /** Its subjects begin so. */
    static final String PREFIX = "bench.js.";

    private static final String INBOX = "_INBOX.benchapi";

    private final RawConnection connection;
    private final FrameReader reader;
    private String answer = "";

    private StreamApi(RawConnection connection) {
        this.connection = connection;
        this.reader = new FrameReader(connection);
    }

    static StreamApi open(Target target) throws IOException {
        RawConnection connection = RawConnection.open(target);
        connection.send("SUB " + INBOX + " 1\r\n");
        return new StreamApi(connection);
    }

    /** Asks, and returns the answer's payload; one that is an error is thrown. */
    String ask(String request, String body) throws IOException {
        answer = "";
        connection.send("PUB $JS.API." + request + " " + INBOX + " " + body.length() + "\r\n" + body + "\r\n");
        while (answer.isEmpty()) {
            reader.read((input, line, lineEnd, bytes) ->
                    answer = new String(input, lineEnd + 2, bytes, StandardCharsets.UTF_8));
        }
        if (answer.contains("\"error\":")) {
            throw new IOException(request + ": " + answer);
        }
        return answer;
    }

    /** An empty stream; what was there before is gone. It takes more consumers than the thousand that a server allows by default. */
    void makeStream(String storage) throws IOException {
        deleteStream();
        ask(
                "STREAM.CREATE." + STREAM,
                "{\"name\":\"" + STREAM + "\",\"subjects\":[\"" + PREFIX + ">\"],\"storage\":\"" + storage
                        + "\",\"retention\":\"limits\",\"discard\":\"old\",\"num_replicas\":1,\"max_consumers\":1000000,\"max_msgs\":-1,"
                        + "\"max_bytes\":-1,\"max_age\":0,\"max_msg_size\":-1,\"allow_direct\":true,\"allow_batched\":true}");
    }

    void deleteStream() throws IOException {
        try {
            ask("STREAM.DELETE." + STREAM, "");
        } catch (IOException absent) {
            if (!String.valueOf(absent.getMessage()).contains("10059")) {
                throw absent;
            }
        }
    }

    /** A durable pull consumer over the whole stream, or over a filter; its state is where the stream is, or in memory. */
    void makeConsumer(String name, String ackPolicy, String filter, boolean inMemory) throws IOException {
        ask(
                "CONSUMER.CREATE." + STREAM + "." + name,
                "{\"stream_name\":\"" + STREAM + "\",\"config\":{\"durable_name\":\"" + name + "\",\"name\":\"" + name
                        + "\",\"ack_policy\":\"" + ackPolicy
                        + "\",\"deliver_policy\":\"all\",\"replay_policy\":\"instant\","
                        + (inMemory ? "\"mem_storage\":true," : "")
                        + (filter.isEmpty() ? "" : "\"filter_subject\":\"" + filter + "\",")
                        + "\"max_ack_pending\":-1,\"max_waiting\":512}}");
    }

    void deleteConsumer(String name) throws IOException {
        ask("CONSUMER.DELETE." + STREAM + "." + name, "");
    }

    /** A number of an answer: the first behind {@code "name":}. */
    static long number(String json, String name) {
        int at = json.indexOf("\"" + name + "\":");
        if (at < 0) {
            throw new IllegalArgumentException(name + " is missing in " + json);
        }
        int start = at + name.length() + 3;
        while (json.charAt(start) == ' ') {
            start++;
        }
        int end = start;
        while (end < json.length() && Character.isDigit(json.charAt(end))) {
            end++;
        }
        return Long.parseLong(json.substring(start, end));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
