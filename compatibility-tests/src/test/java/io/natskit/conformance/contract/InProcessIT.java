// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import io.natskit.conformance.transcript.Json;
import io.natskit.server.NatsServer;
import io.natskit.server.config.ConfigFile;
import io.natskit.wire.inprocess.ByteLink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Connections without a socket. Only our server has them across this border, so it is judged alone. */
@Order(10)
class InProcessIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static void judged(String title, Runnable play) {
        String name = "InProcess: " + title;
        try {
            play.run();
            Ledger.add(new Entry("server", "natskit", List.of("CP-33"), name, Outcome.PASSED, ""));
        } catch (RuntimeException | AssertionError e) {
            Ledger.add(new Entry("server", "natskit", List.of("CP-33"), name, Outcome.FAILED, String.valueOf(e)));
            throw e;
        }
    }

    private static void send(ByteLink link, String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        await().atMost(SOON).until(() -> {
            link.write(bytes);
            return !bytes.hasRemaining();
        });
    }

    /** Reads until the text has come, and gives all that was read. */
    private static String until(ByteLink link, String text) {
        StringBuilder read = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        await().atMost(SOON).until(() -> {
            buffer.clear();
            int n = link.read(buffer);
            if (n > 0) {
                read.append(new String(buffer.array(), 0, n, StandardCharsets.ISO_8859_1));
            }
            return read.indexOf(text) >= 0;
        });
        return read.toString();
    }

    @Test
    void messages_flow_between_links_and_sockets() {
        judged("messages flow between links and sockets", () -> {
            try (NatsServer server = NatsServer.builder().start();
                    ByteLink a = server.inProcess().connect();
                    ByteLink b = server.inProcess().connect()) {
                assertThat(until(a, "\r\n")).startsWith("INFO {");
                send(a, "CONNECT {\"verbose\":false}\r\nSUB in.process 1\r\nPING\r\n");
                until(a, "PONG\r\n");
                until(b, "\r\n");
                send(b, "CONNECT {\"verbose\":false}\r\nPUB in.process 2\r\nhi\r\n");

                assertThat(until(a, "hi\r\n")).endsWith("MSG in.process 1 2\r\nhi\r\n");
            }
        });
    }

    @Test
    void without_a_listener_links_alone_remain() {
        judged("without a listener links alone remain", () -> {
            try (NatsServer server = NatsServer.builder()
                            .configure(o -> o.listen(l -> l.dontListen(true)))
                            .start();
                    ByteLink a = server.inProcess().connect()) {
                until(a, "\r\n");
                send(a, "PING\r\n");

                assertThat(until(a, "PONG\r\n")).endsWith("PONG\r\n");
                assertThat(server.port()).isEqualTo(-1);
                assertThatThrownBy(server::url).isInstanceOf(IllegalStateException.class);
            }
        });
    }

    @Test
    void a_link_must_log_in_as_a_socket_must() {
        judged("a link must log in as a socket must", () -> {
            try (NatsServer server = NatsServer.builder()
                            .options(ConfigFile.parse("authorization { user: a, password: b }")
                                    .options())
                            .host("127.0.0.1")
                            .port(-1)
                            .start();
                    ByteLink a = server.inProcess().connect()) {
                assertThat(until(a, "\r\n")).contains("\"auth_required\":true");
                send(a, "PUB x 0\r\n\r\n");

                assertThat(until(a, "\r\n")).isEqualTo("-ERR 'Authorization Violation'\r\n");
            }
        });
    }

    /** As the matrix of the other listeners, by the one that only this server has. */
    @Test
    void every_way_in_process_is_let_in_or_refused_as_the_rule_says() throws IOException {
        LogInTable table = new LogInTable();
        for (LogInWays.Setting setting : new LogInWays().settings()) {
            if (setting.certificates()) {
                continue; // there is no TLS
            }
            try (NatsServer server = NatsServer.builder()
                    .options(ConfigFile.parse(setting.config()).options())
                    .host("127.0.0.1")
                    .port(-1)
                    .start()) {
                LogInDoors.Door door =
                        new LogInDoors.Door("in-process", "IN_PROCESS", (none, way) -> answer(server, way));
                setting.ways().forEach(way -> table.add(way, door, answer(server, way)));
            }
        }
        assertThat(table.judged("in-process")).isGreaterThan(50);
    }

    private static String answer(NatsServer server, LogInWays.Way way) {
        try (ByteLink link = server.inProcess().connect()) {
            String info = until(link, "\r\n").substring("INFO ".length());
            send(link, way.connect(String.valueOf(Json.object(info).get("nonce"))));
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("PONG") < 0 && answer.indexOf("-ERR") < 0) {
                answer.append(until(link, "\r\n"));
            }
            return answer.indexOf("PONG") < 0 ? "refused" : "PONG";
        }
    }
}
