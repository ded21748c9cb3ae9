// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.transcript.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client that asks by requests and hears events, each with its content as text. Each wait is bounded. */
final class Asker implements AutoCloseable {
    private final Peer peer;
    private final String inbox;
    private int asked;
    private int listening;

    private Asker(Peer peer, String user) {
        this.peer = peer;
        this.inbox = "answers." + user + ".";
        peer.send("SUB " + inbox + "* 0\r\n");
        peer.fence();
    }

    /** Logs in as that user, with the password {@code p}. */
    static Asker login(RunningServer server, String user) {
        Peer peer = Peer.login(
                server,
                0,
                ",\"user\":\"" + user + "\",\"pass\":\"p\",\"name\":\"" + user
                        + "\",\"lang\":\"java\",\"version\":\"1.2.3\",\"headers\":true,\"no_responders\":true,\"protocol\":1");
        return new Asker(peer, user);
    }

    /** A message.
     *
     *  @param subject it came on
     *  @param header the header block without its last empty line, empty for none
     *  @param content the payload, each byte a character
     */
    record Message(String subject, String header, String content) {
        Map<String, Object> json() {
            return Json.object(new String(content.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        }
    }

    /** The answer to a request. */
    Message ask(String subject, String body) {
        ask(subject, "", body);
        return hear();
    }

    /** Asks without waiting for the answer. */
    void ask(String subject, String header, String body) {
        String reply = inbox + ++asked;
        if (header.isEmpty()) {
            peer.send("PUB " + subject + " " + reply + " " + body.length() + "\r\n" + body + "\r\n");
            return;
        }
        String block = "NATS/1.0\r\n" + header + "\r\n\r\n";
        peer.send("HPUB " + subject + " " + reply + " " + block.length() + " " + (block.length() + body.length())
                + "\r\n" + block + body + "\r\n");
    }

    /** The field {@code data} of the answer. */
    @SuppressWarnings("unchecked") // a wrong shape fails the test
    Map<String, Object> data(String subject, String body) {
        Map<String, Object> answer = ask(subject, body).json();
        if (!(answer.get("data") instanceof Map)) {
            throw new IllegalStateException(subject + ": " + answer);
        }
        return (Map<String, Object>) answer.get("data");
    }

    /** Listens from now on. */
    void listen(String subject) {
        peer.send("SUB " + subject + " " + ++listening + "\r\n");
        peer.fence();
    }

    /** The next message. */
    Message hear() {
        String line = peer.word();
        if (line == null || !line.contains("MSG ")) {
            throw new IllegalStateException("a message was expected: " + line);
        }
        String[] words = line.split(" ");
        int size = Integer.parseInt(words[words.length - 1]);
        boolean headers = line.startsWith("HMSG ");
        int block = headers ? Integer.parseInt(words[words.length - 2]) : 0;
        String bytes = peer.text(size + 2);
        return new Message(words[1], bytes.substring(0, block).stripTrailing(), bytes.substring(block, size));
    }

    /** The next message of a type of event that concerns who is asked for. */
    Message hear(String subject) {
        for (int i = 0; i < 100; i++) {
            Message one = hear();
            if (one.subject().equals(subject)) {
                return one;
            }
        }
        throw new IllegalStateException("a hundred messages, and none on " + subject);
    }

    /** Nothing has come until the answer to a PING; a line that has, otherwise. */
    @Nullable
    String silence() {
        peer.send("PING\r\n");
        String line = peer.line();
        return "PONG".equals(line) ? null : line;
    }

    Peer peer() {
        return peer;
    }

    @Override
    public void close() {
        peer.close();
    }
}
