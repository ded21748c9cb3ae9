// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What the server is trained with before its classes are written down: it starts as it does in life, with flags alone, with a configuration
 * file, and with JetStream; clients publish, subscribe, ask and answer, and have a stream and a consumer. Ends by itself.
 */
public final class Training {
    private static final int ROUNDS = 200;
    private static final int STORED = 20;
    private static final int READ_TIMEOUT_MILLIS = 10_000;

    private Training() {}

    /** The entry point; takes no arguments. */
    public static void main(String[] args) throws Exception {
        Path config = Files.createTempFile("natskit-training", ".conf");
        try {
            Files.writeString(
                    config,
                    "listen: \"127.0.0.1:-1\"\nauthorization { users: [ {user: u, password: p, permissions: {publish: \">\", subscribe: \">\"}} ] }\n"
                            + "accounts { A { users: [ {user: a, password: a} ] } }\nmax_payload: 1MB\nping_interval: \"2m\"\n");
            exercise(
                    new String[] {"-a", "127.0.0.1", "-p", "-1"},
                    "{\"verbose\":false,\"pedantic\":false,\"headers\":true,\"protocol\":1}");
            exercise(
                    new String[] {"-c", config.toString()},
                    "{\"verbose\":false,\"user\":\"u\",\"pass\":\"p\",\"headers\":true,\"no_responders\":true,\"protocol\":1}");
            exerciseStreams();
        } finally {
            Files.delete(config);
        }
    }

    private static void exerciseStreams() throws Exception {
        Path folder = Files.createTempDirectory("natskit-training");
        try (Running server =
                        Program.start(new String[] {"-a", "127.0.0.1", "-p", "-1", "-js", "-sd", folder.toString()});
                Client client =
                        new Client(server.port(), "{\"verbose\":false,\"headers\":true,\"no_responders\":true}")) {
            client.say("SUB r 1\r\n");
            client.ask("$JS.API.INFO", "");
            for (String storage : new String[] {"file", "memory"}) {
                client.ask(
                        "$JS.API.STREAM.CREATE.T",
                        "{\"name\":\"T\",\"subjects\":[\"t.>\"],\"allow_direct\":true,\"storage\":\"" + storage
                                + "\"}");
                client.ask(
                        "$JS.API.CONSUMER.CREATE.T.c.t.*",
                        "{\"stream_name\":\"T\",\"config\":{\"durable_name\":\"c\",\"ack_policy\":\"explicit\",\"filter_subject\":\"t.*\"}}");
                for (int i = 0; i < STORED; i++) {
                    client.ask("t." + i, "{}");
                    client.say("PUB $JS.API.CONSUMER.MSG.NEXT.T.c r 0\r\n\r\n");
                    client.hear(" $JS.ACK.");
                    client.ask("$JS.ACK." + client.until(' '), "+ACK", "\r\n\r\n");
                }
                client.ask("$JS.API.DIRECT.GET.T", "{\"last_by_subj\":\"t.1\"}", "{}\r\n");
                client.ask("$JS.API.CONSUMER.INFO.T.c", "");
                client.ask("$JS.API.STREAM.INFO.T", "");
                client.ask("$JS.API.CONSUMER.DELETE.T.c", "");
                client.ask("$JS.API.STREAM.DELETE.T", "");
            }
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void exercise(String[] flags, String connect) throws Exception {
        try (Running server = Program.start(flags)) {
            try (Client responder = new Client(server.port(), connect);
                    Client requester = new Client(server.port(), connect)) {
                responder.say("SUB ask.* q 1\r\nSUB data.> 2\r\nPING\r\n");
                responder.hear("PONG\r\n");
                requester.say("SUB _INBOX.* 1\r\nPING\r\n");
                requester.hear("PONG\r\n");
                for (int i = 0; i < ROUNDS; i++) {
                    requester.say("PUB ask.a _INBOX." + i + " 2\r\nhi\r\nPUB data.x 3\r\nabc\r\n");
                    responder.hear("hi\r\n");
                    responder.say("PUB _INBOX." + i + " 2\r\nho\r\n");
                    requester.hear("ho\r\n");
                }
                requester.say("HPUB data.h 17 19\r\nNATS/1.0\r\nA:b\r\n\r\nhh\r\nUNSUB 1\r\nPING\r\n");
                requester.hear("PONG\r\n");
            }
        }
    }

    /** A client in raw bytes. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Client(int port, String connect) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            in = socket.getInputStream();
            hear("\r\n");
            say("CONNECT " + connect + "\r\nPING\r\n");
            hear("PONG\r\n");
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        /** Reads up to the next place where the text stands. */
        void hear(String text) throws IOException {
            int matched = 0;
            while (matched < text.length()) {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("the server hung up before " + text);
                }
                matched = c == text.charAt(matched) ? matched + 1 : c == text.charAt(0) ? 1 : 0;
            }
        }

        /** Asks, and hears the answer, which is JSON. */
        void ask(String subject, String body) throws IOException {
            ask(subject, body, "}\r\n");
        }

        /** Asks, and hears up to the end of the answer. */
        void ask(String subject, String body, String end) throws IOException {
            say("PUB " + subject + " r " + body.length() + "\r\n" + body + "\r\n");
            hear(end);
        }

        /** What stands before the next such character. */
        String until(char end) throws IOException {
            StringBuilder text = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != end; c = in.read()) {
                text.append((char) c);
            }
            return text.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
