// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** R5: a server that has no memory left ends, with a line that says so and a code that is not 0. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OutOfMemoryIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private LaunchedServer with(String javaOptions) throws Exception {
        return LaunchedServer.start(
                        folder,
                        Map.of("NATSKIT_JAVA_OPTS", javaOptions),
                        LaunchedServer.launcher(),
                        "-a",
                        "127.0.0.1",
                        "-p",
                        "-1")
                .awaitReady();
    }

    /** Talks until the server is gone. */
    private static void flood(int port, String first, String again) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(first.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            for (int i = 0; ; i++) {
                out.write(again.replace("#", Integer.toString(i)).getBytes(StandardCharsets.US_ASCII));
                if (in.available() > 1_000_000) {
                    in.skipNBytes(1_000_000);
                }
            }
        } catch (IOException e) {
            // gone
        }
    }

    @Test
    void on_the_heap() throws Exception {
        try (LaunchedServer server = with("-Xmx20m")) {
            flood(server.port(), "CONNECT {}\r\n", "SUB a.#." + "x".repeat(1_000) + " #\r\n");
            assertThat(server.awaitExit()).isNotZero();
            assertThat(server.out() + server.err()).contains("java.lang.OutOfMemoryError");
        }
    }

    @Test
    void beside_the_heap_where_the_backlog_of_a_slow_reader_lies() throws Exception {
        try (LaunchedServer server = with("-XX:MaxDirectMemorySize=2m");
                Socket slow = new Socket("127.0.0.1", server.port())) {
            slow.getOutputStream().write("CONNECT {}\r\nSUB a 1\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] seen = new byte[4096];
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith("PONG\r\n")) {
                int count = slow.getInputStream().read(seen);
                answer.append(new String(seen, 0, count, StandardCharsets.US_ASCII));
            }
            flood(server.port(), "CONNECT {\"verbose\":false}\r\n", "PUB a 4000\r\n" + "x".repeat(4_000) + "\r\n");
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.err()).contains("[FTL] Event loop ended by java.lang.OutOfMemoryError");
        }
    }
}
