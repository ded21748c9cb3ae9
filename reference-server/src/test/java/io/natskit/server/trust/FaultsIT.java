// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.server.LogSink;
import io.natskit.server.NatsServer;
import io.natskit.server.TestClock;
import io.natskit.server.support.RawClient;
import io.natskit.wire.inprocess.ByteLink;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * R5: a fault in what is done for one client ends that client; an error or a broken invariant ends the server with a log line. The switch is
 * the log: with tracing on it is written to in the middle of everything, and here it throws when told to.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FaultsIT {
    private final TestClock clock = new TestClock();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile Function<String, @Nullable Throwable> fault = line -> null;
    private NatsServer server;
    private RawClient other;

    @BeforeEach
    void start() throws IOException {
        server = NatsServer.builder()
                .configure(o -> o.loops(1).logging(l -> l.trace(true).debug(true)))
                .clock(clock)
                .log(this::log)
                .start();
        other = RawClient.loggedIn(server);
        other.send("SUB > 1\r\n").flush();
    }

    @AfterEach
    void stop() throws IOException {
        fault = line -> null;
        other.close();
        server.close();
    }

    private void log(LogSink.Level level, String text) {
        lines.add(level + " " + text);
        Throwable thrown = fault.apply(text);
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }

    private void failOn(String part) {
        fault = line -> line.contains(part) ? new IllegalArgumentException("planted\r\nERROR forged") : null;
    }

    private void assertThatOthersGoOn() throws IOException {
        fault = line -> null;
        other.flush();
        try (RawClient fresh = RawClient.loggedIn(server)) {
            fresh.send("PUB after 2\r\nhi\r\n").flush();
            assertThat(other.line() + other.line()).isEqualTo("MSG after 1 2hi");
        }
        await().until(() -> server.clientCount() == 1);
        server.checkInvariants();
        assertThat(server.subscriptionCount()).isEqualTo(1);
        assertThat(lines)
                .as("the log says whose it was, what, and where")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("ERROR ")
                        .contains("cid:", "Internal error: java.lang.IllegalArgumentException: planted\\r\\nERROR")
                        .contains(" at io.natskit.server."));
    }

    @Test
    void while_input_is_read_it_ends_the_client_whose_input_it_is() throws IOException {
        try (RawClient client = RawClient.loggedIn(server)) {
            client.send("SUB a 1\r\nSUB b 2\r\n").flush();
            failOn("[PUB boom");
            client.send("PUB boom 2\r\nhi\r\n");
            assertThat(client.untilClosed()).isEmpty();
        }
        assertThatOthersGoOn();
        assertThat(lines).anyMatch(line -> line.endsWith("Client connection closed: Internal Error"));
    }

    @Test
    void in_the_middle_of_a_fan_out_it_leaves_whole_messages_only() throws IOException {
        try (RawClient first = RawClient.loggedIn(server);
                RawClient second = RawClient.loggedIn(server);
                RawClient publisher = RawClient.loggedIn(server)) {
            first.send("SUB boom 1\r\n").flush();
            second.send("SUB boom 2\r\n").flush();
            int delivered = lines.size();
            // the second of three deliveries
            fault = line -> line.contains("->> [MSG boom") && countSince(delivered, "->> [MSG boom") == 2
                    ? new IllegalArgumentException("planted\r\nERROR forged")
                    : null;
            publisher.send("PUB boom 4\r\nwhat\r\n");
            assertThat(publisher.untilClosed()).isEmpty();
            fault = line -> null;
            String all = first.flush() + second.flush() + other.flush();
            String rest = all.replace("MSG boom 1 4\r\nwhat\r\n", "").replace("MSG boom 2 4\r\nwhat\r\n", "");
            assertThat(rest).isEmpty();
            assertThat(all).contains("what");
        }
        assertThatOthersGoOn();
    }

    private long countSince(int index, String part) {
        return lines.subList(index, lines.size()).stream()
                .filter(line -> line.contains(part))
                .count();
    }

    @Test
    void in_a_timer_of_a_client_it_ends_that_client() throws IOException {
        try (RawClient client = RawClient.loggedIn(server)) {
            String label = ":" + client.socket().getLocalPort() + " ";
            fault = line -> line.contains(label) && line.endsWith("->> [PING]")
                    ? new IllegalArgumentException("planted\r\nERROR forged")
                    : null;
            clock.advance(Duration.ofSeconds(3));
            assertThat(client.untilClosed()).isEmpty();
        }
        other.expect("PING");
        other.send("PONG\r\n");
        assertThatOthersGoOn();
    }

    @Test
    void on_a_connection_without_a_socket_it_ends_that_client() throws IOException {
        ByteLink link = server.inProcess().connect();
        failOn("[PUB boom");
        link.write(ByteBuffer.wrap("PUB boom 2\r\nhi\r\n".getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer in = ByteBuffer.allocate(4096);
        await().until(() -> link.read(in.clear()) < 0);
        assertThatOthersGoOn();
    }

    @Test
    void when_a_client_comes_it_ends_that_client() throws IOException {
        failOn("Client connection created");
        try (RawClient client = RawClient.to(server)) {
            assertThat(client.untilClosed()).isEmpty();
        } catch (IOException e) {
            // closed before its greeting, as it should be
        }
        assertThatOthersGoOn();
    }

    @Test
    void an_end_that_stays_half_done_ends_the_server() {
        failOn("Client connection closed");
        assertThatTheServerEndsAfter("PUB a 1\r\nxyz\r\n", "IllegalArgumentException");
    }

    @Test
    void an_error_ends_the_server() {
        fault = line -> line.contains("[PUB boom") ? new OutOfMemoryError("planted") : null;
        assertThatTheServerEndsAfter("PUB boom 2\r\nhi\r\n", "OutOfMemoryError: planted");
    }

    @Test
    void nobody_waits_for_what_a_loop_that_died_had_to_do(@TempDir Path folder) throws IOException {
        try (NatsServer own = NatsServer.builder()
                .configure(o -> o.loops(1).logging(l -> l.trace(true)))
                .jetStream(o -> o.storeDir(folder))
                .log(this::log)
                .start()) {
            RawClient client = RawClient.loggedIn(own);
            String stream = "{\"name\":\"S\",\"subjects\":[\"s\"]}";
            client.send("SUB answers 1\r\nPUB $JS.API.STREAM.CREATE.S answers " + stream.length() + "\r\n" + stream
                    + "\r\n");
            assertThat(client.line()).startsWith("MSG answers 1 ");
            fault = line -> line.contains("[PUB boom") ? new OutOfMemoryError("planted") : null;
            client.send("PUB boom 2\r\nhi\r\n");
            await().until(() -> lines.stream().anyMatch(line -> line.contains("Event loop ended by")));
            fault = line -> null;
            client.close();
        }
        assertThat(lines).as("the end").noneMatch(line -> line.contains("in time"));
    }

    private void assertThatTheServerEndsAfter(String sent, String cause) {
        int port = server.port();
        try (RawClient client = RawClient.loggedIn(server)) {
            client.send(sent);
            client.untilClosed();
        } catch (IOException e) {
            // the server is ending
        }
        await().untilAsserted(() -> assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("FATAL ").contains("Event loop ended by", cause)));
        await().untilAsserted(() ->
                assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class));
    }
}
