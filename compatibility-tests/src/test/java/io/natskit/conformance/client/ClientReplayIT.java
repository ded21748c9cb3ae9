// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.conformance.transcript.Transcript;
import io.natskit.conformance.transcript.TranscriptFailure;
import io.natskit.conformance.transcript.Transcripts;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of clients finds a client guilty that is. */
class ClientReplayIT {
    @TempDir
    Path folder;

    /** Publishes everything once more than it was told to. */
    public static final class Doubling {
        private Doubling() {}

        /** The entry point: {@code URL}. */
        public static void main(String[] args) throws IOException {
            URI url = URI.create(args[0]);
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                InputStream in = socket.getInputStream();
                hear(in, "INFO");
                say(socket, "CONNECT {\"verbose\":false}\r\nPING\r\n");
                hear(in, "PONG");
                say(socket, "PUB a.b 1\r\nx\r\nPUB a.b 1\r\nx\r\nPING\r\n");
                hear(in, "PONG");
            }
        }

        private static void say(Socket socket, String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        private static void hear(InputStream in, String wanted) throws IOException {
            StringBuilder line = new StringBuilder();
            int c = in.read();
            while (c >= 0 && !(c == '\n' && line.indexOf(wanted) >= 0)) {
                line.append((char) c);
                c = in.read();
            }
        }
    }

    @Test
    void a_message_too_much_is_found() throws IOException {
        Files.writeString(
                folder.resolve("double.txt"),
                "== once [publish]\nrun: pub a.b x\nlogin 1\nC: PUB a.b 1\\r\\nx\nexit 0\nnever 1: ${~H?PUB .*}\n");
        Transcript.Case once = Transcripts.in(folder).get(0).cases().get(0);
        ClientDriver driver = new ClientDriver(
                "doubling",
                (url, task) -> List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doubling.class.getName(),
                        url));

        assertThatThrownBy(() -> ClientReplay.play(once, Map.of(), driver, Duration.ofSeconds(15)))
                .isInstanceOf(TranscriptFailure.class)
                .hasMessageContaining("it sent what it must not: PUB a.b 1");
    }
}
