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

/**
 * What the server is trained with before its classes are written down: it starts as it does in life, once with flags alone and once with
 * a configuration file, and two clients publish, subscribe, ask and answer. Ends by itself.
 */
public final class Training {
    private static final int ROUNDS = 200;
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
        } finally {
            Files.delete(config);
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

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
