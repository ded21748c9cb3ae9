// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.server.support.RawClient;
import io.natskit.wire.inprocess.ByteLink;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NatsServerIT {
    private static Set<Thread> serverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("nats-server"))
                .collect(Collectors.toSet());
    }

    @Test
    void a_message_goes_from_one_client_to_another() throws Exception {
        try (NatsServer server = NatsServer.builder().start();
                RawClient subscriber = RawClient.loggedIn(server);
                RawClient publisher = RawClient.loggedIn(server)) {
            subscriber.send("SUB a.* 7\r\nSUB a.b q 8\r\n").flush();
            publisher.send("PUB a.b r 2\r\nhi\r\n");
            assertThat(List.of(subscriber.line(), subscriber.line(), subscriber.line(), subscriber.line()))
                    .containsExactlyInAnyOrder("MSG a.b 7 r 2", "hi", "MSG a.b 8 r 2", "hi");
            server.checkInvariants();
            assertThat(server.clientCount()).isEqualTo(2);
            assertThat(server.subscriptionCount()).isEqualTo(2);
        }
    }

    @Test
    void close_leaves_no_thread_and_no_port() throws Exception {
        Set<Thread> before = serverThreads();
        NatsServer server = NatsServer.builder().start();
        int port = server.port();
        RawClient client = RawClient.loggedIn(server);
        client.send("SUB a 1\r\n").flush();
        server.close();
        server.close();
        assertThat(client.untilClosed()).isEmpty();
        assertThat(serverThreads()).isSubsetOf(before);
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
        client.close();
    }

    @Test
    void close_gives_back_the_other_ports_of_a_server_without_one_for_clients() {
        NatsServer server = NatsServer.builder()
                .configure(o -> o.listen(l -> l.dontListen(true))
                        .webSocket(w -> w.host("127.0.0.1").port(-1).noTls(true)))
                .start();
        int port = server.webSocketPort();
        server.close();
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void a_taken_port_is_reported_and_leaves_no_thread() {
        Set<Thread> before = serverThreads();
        try (NatsServer server = NatsServer.builder().start()) {
            Set<Thread> running = serverThreads();
            assertThatThrownBy(() -> NatsServer.builder().port(server.port()).start())
                    .hasMessageContaining(Integer.toString(server.port()));
            assertThat(serverThreads()).isEqualTo(running);
        }
        assertThat(serverThreads()).isSubsetOf(before);
    }

    @Test
    void many_servers_live_side_by_side() throws Exception {
        List<NatsServer> servers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            servers.add(NatsServer.builder().start());
        }
        for (NatsServer server : servers) {
            try (RawClient client = RawClient.loggedIn(server)) {
                client.flush();
            }
            server.close();
        }
    }

    @Test
    void a_connection_inside_the_process_needs_no_socket() throws Exception {
        try (NatsServer server = NatsServer.builder()
                .configure(o -> o.listen(l -> l.dontListen(true)))
                .start()) {
            assertThatThrownBy(server::url).isInstanceOf(IllegalStateException.class);
            try (ByteLink link = server.inProcess().connect()) {
                String big = "x".repeat(600_000);
                StringBuilder got = new StringBuilder();
                ByteBuffer out = ByteBuffer.wrap(
                        ("CONNECT {\"verbose\":false}\r\nSUB a 1\r\nPUB a 600000\r\n" + big + "\r\nPING\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
                ByteBuffer in = ByteBuffer.allocate(64 * 1024);
                await().pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> {
                            link.write(out);
                            while (link.read(in.clear()) > 0) {
                                got.append(StandardCharsets.ISO_8859_1.decode(in.flip()));
                            }
                            return got.toString().endsWith("PONG\r\n");
                        });
                assertThat(got).startsWith("INFO {").contains("MSG a 1 600000\r\n" + big + "\r\n");
                server.checkInvariants();
            }
            await().until(() -> server.clientCount() == 0);
            server.checkInvariants();
        }
    }

    @Test
    void queue_members_get_each_message_once_and_about_as_many_each() throws Exception {
        try (NatsServer server = NatsServer.builder().start();
                RawClient publisher = RawClient.loggedIn(server);
                RawClient first = RawClient.loggedIn(server);
                RawClient second = RawClient.loggedIn(server)) {
            first.send("SUB a q 1\r\n").flush();
            second.send("SUB a q 1\r\n").flush();
            publisher.send("PUB a 0\r\n\r\n".repeat(2000)).flush();
            int one = first.flush().split("MSG a 1 0", -1).length - 1;
            int two = second.flush().split("MSG a 1 0", -1).length - 1;
            assertThat(one + two).isEqualTo(2000);
            assertThat(one).isBetween(800, 1200);
        }
    }

    @Test
    void a_subscription_ends_after_the_messages_it_asked_for_whoever_sends_them() throws Exception {
        try (NatsServer server = NatsServer.builder().start();
                RawClient subscriber = RawClient.loggedIn(server)) {
            List<RawClient> publishers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                publishers.add(RawClient.loggedIn(server));
            }
            subscriber.send("SUB a 1\r\nUNSUB 1 100\r\n").flush();
            for (RawClient publisher : publishers) {
                publisher.send("PUB a 0\r\n\r\n".repeat(100));
            }
            for (RawClient publisher : publishers) {
                publisher.flush();
                publisher.close();
            }
            assertThat(subscriber.flush().split("MSG a 1 0", -1).length - 1).isEqualTo(100);
            assertThat(server.subscriptionCount()).isZero();
            subscriber.send("SUB b 1\r\nPUB b 0\r\n\r\n");
            subscriber.expect("MSG b 1 0").expect("");
            await().untilAsserted(server::checkInvariants);
        }
    }

    @Test
    void a_large_message_reaches_a_client_that_reads_late() throws Exception {
        try (NatsServer server = NatsServer.builder().start();
                RawClient subscriber = RawClient.loggedIn(server);
                RawClient publisher = RawClient.loggedIn(server)) {
            subscriber.send("SUB a 1\r\n").flush();
            String payload = "0123456789".repeat(100_000);
            for (int i = 0; i < 12; i++) {
                publisher.send("PUB a 1000000\r\n" + payload + "\r\n");
            }
            publisher.flush();
            for (int i = 0; i < 12; i++) {
                subscriber.expect("MSG a 1 1000000");
                assertThat(subscriber.read(1_000_002)).isEqualTo(payload + "\r\n");
            }
            server.checkInvariants();
        }
    }

    @Test
    void a_client_that_never_reads_is_cut_off_at_the_bound_and_nobody_else() throws Exception {
        try (NatsServer server = NatsServer.builder()
                        .configure(o ->
                                o.limits(l -> l.maxPendingBytes(2 * 1024 * 1024).maxPayloadBytes(64 * 1024)))
                        .start();
                RawClient slow = RawClient.loggedIn(server);
                RawClient good = RawClient.loggedIn(server);
                RawClient publisher = RawClient.loggedIn(server)) {
            slow.send("SUB a 1\r\n").flush();
            good.send("SUB b 1\r\n").flush();
            String message = "PUB a 60000\r\n" + "x".repeat(60_000) + "\r\nPUB b 0\r\n\r\n";
            int sent = 0;
            while (server.clientCount() == 3 && sent < 2_000) {
                publisher.send(message).flush();
                sent++;
            }
            assertThat(server.clientCount()).isEqualTo(2);
            assertThat(server.closedClients())
                    .extracting(NatsServer.ClosedClient::reason)
                    .containsExactly("Slow Consumer (Pending Bytes)");
            assertThat(good.flush().split("MSG b 1 0", -1).length - 1).isEqualTo(sent);
            server.checkInvariants();
        }
    }

    @Test
    void a_blocked_write_closes_the_client_after_the_deadline() throws Exception {
        try (NatsServer server = NatsServer.builder()
                        .configure(o -> o.liveness(l -> l.writeDeadline(Duration.ofMillis(300))))
                        .start();
                RawClient slow = RawClient.loggedIn(server);
                RawClient publisher = RawClient.loggedIn(server)) {
            slow.send("SUB a 1\r\n").flush();
            String message = "PUB a 1000000\r\n" + "x".repeat(1_000_000) + "\r\n";
            for (int i = 0; i < 20; i++) {
                publisher.send(message);
            }
            publisher.flush();
            await().untilAsserted(() -> assertThat(server.closedClients())
                    .extracting(NatsServer.ClosedClient::reason)
                    .containsExactly("Slow Consumer (Write Deadline)"));
        }
    }

    @Test
    void a_publisher_is_held_back_by_a_reader_that_keeps_up_in_the_end() throws Exception {
        try (NatsServer server = NatsServer.builder()
                        .configure(o -> o.limits(l -> l.maxPendingBytes(4 * 1024 * 1024)))
                        .start();
                RawClient reader = RawClient.loggedIn(server);
                RawClient publisher = RawClient.loggedIn(server)) {
            reader.send("SUB a 1\r\n").flush();
            int messages = 60_000;
            Thread producer = new Thread(() -> {
                try {
                    String block = ("PUB a 1000\r\n" + "x".repeat(1000) + "\r\n").repeat(60);
                    for (int i = 0; i < messages / 60; i++) {
                        publisher.send(block);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            producer.start();
            long expected = (long) messages * ("MSG a 1 1000\r\n".length() + 1002);
            byte[] buffer = new byte[256 * 1024];
            long got = 0;
            while (got < expected) {
                int count = reader.socket().getInputStream().read(buffer);
                assertThat(count).as("after %d of %d bytes", got, expected).isPositive();
                got += count;
            }
            assertThat(got).isEqualTo(expected);
            producer.join();
        }
    }

    @Test
    void who_does_not_log_in_is_closed() throws Exception {
        TestClock clock = new TestClock();
        try (NatsServer server =
                        NatsServer.builder().user("u", "p").clock(clock).start();
                RawClient silent = RawClient.to(server);
                RawClient wrong = RawClient.to(server);
                RawClient early = RawClient.to(server)) {
            assertThat(silent.greeting()).contains("\"auth_required\":true");
            wrong.send("CONNECT {\"user\":\"u\",\"pass\":\"no\"}\r\n");
            assertThat(wrong.untilClosed()).isEqualTo("-ERR 'Authorization Violation'\r\n");
            early.send("PING\r\n");
            assertThat(early.untilClosed()).isEqualTo("-ERR 'Authorization Violation'\r\n");
            clock.advance(Duration.ofSeconds(2));
            assertThat(silent.untilClosed()).isEqualTo("-ERR 'Authentication Timeout'\r\n");
            assertThat(server.closedClients())
                    .extracting(NatsServer.ClosedClient::reason)
                    .containsExactly("Authentication Failure", "Authentication Failure", "Authentication Timeout");
        }
    }

    @Test
    void a_slow_password_check_keeps_what_came_behind_it() throws Exception {
        String bcrypt = "$2a$04$wCrKo28mQhhFBMTmYwl3jehPbBPTzTWHyfH1P9nWxPBdTJTXCKNaW";
        try (NatsServer server = NatsServer.builder().user("u", bcrypt).start();
                RawClient client = RawClient.to(server)) {
            client.send("CONNECT {\"user\":\"u\",\"pass\":\"wrong\",\"verbose\":false}\r\nSUB a 1\r\nPING\r\n");
            assertThat(client.untilClosed()).isEqualTo("-ERR 'Authorization Violation'\r\n");
        }
    }

    @Test
    void an_unanswered_ping_makes_a_client_stale() throws Exception {
        TestClock clock = new TestClock();
        try (NatsServer server = NatsServer.builder().clock(clock).start();
                RawClient client = RawClient.loggedIn(server)) {
            clock.advance(Duration.ofSeconds(3));
            client.expect("PING");
            client.send("PONG\r\n").flush();
            clock.advance(Duration.ofMinutes(2));
            clock.advance(Duration.ofMinutes(2));
            client.expect("PING");
            clock.advance(Duration.ofMinutes(2));
            client.expect("PING");
            clock.advance(Duration.ofMinutes(2));
            assertThat(client.untilClosed()).isEqualTo("-ERR 'Stale Connection'\r\n");
        }
    }

    @Test
    void an_interceptor_sees_and_decides() throws Exception {
        List<String> seen = java.util.Collections.synchronizedList(new ArrayList<>());
        Interceptor interceptor = new Interceptor() {
            @Override
            public Verdict published(InterceptedMessage message) {
                seen.add(message.client().account()
                        + ' '
                        + message.subject()
                        + ' '
                        + new String(message.toBytes(), StandardCharsets.UTF_8));
                return switch (message.subject()) {
                    case "drop" -> Verdict.drop();
                    case "refuse" -> Verdict.refuse("not today");
                    case "late" -> Verdict.delay(Duration.ofMillis(30));
                    case "broken" -> throw new IllegalStateException("on purpose");
                    default -> Verdict.deliver();
                };
            }

            @Override
            public void delivered(
                    InterceptedMessage message, String sid, @org.jspecify.annotations.Nullable String queue) {
                seen.add("out " + message.subject() + ' ' + sid);
            }

            @Override
            public void subscribed(
                    ClientInfo client, String subject, @org.jspecify.annotations.Nullable String queue, String sid) {
                seen.add("sub " + subject);
            }
        };
        try (NatsServer server = NatsServer.builder().interceptor(interceptor).start();
                RawClient client = RawClient.loggedIn(server)) {
            client.send("SUB > 1\r\nPUB drop 1\r\nx\r\nPUB refuse 1\r\nx\r\nPUB late 1\r\nl\r\nPUB broken 1\r\nb\r\n");
            client.expect("-ERR 'not today'")
                    .expect("MSG broken 1 1")
                    .expect("b")
                    .expect("MSG late 1 1")
                    .expect("l");
            assertThat(seen).contains("sub >", "$G drop x", "$G refuse x", "out broken 1", "out late 1");
            assertThat(seen).doesNotContain("out drop 1");
        }
    }

    @Test
    void permissions_hold_on_the_way_in_and_on_the_way_out() throws Exception {
        String config = """
                authorization { users = [
                  {user: limited, password: p, permissions: {
                    publish: {allow: ["ok.>", "both.>"], deny: "both.no"}, subscribe: {allow: ">", deny: "secret.>"}}}
                  {user: free, password: p}
                ] }
                """;
        try (NatsServer server = NatsServer.builder().config(config).start();
                RawClient limited = RawClient.to(server);
                RawClient free = RawClient.to(server)) {
            limited.send("CONNECT {\"user\":\"limited\",\"pass\":\"p\",\"verbose\":false}\r\n");
            free.send("CONNECT {\"user\":\"free\",\"pass\":\"p\",\"verbose\":false}\r\n")
                    .flush();
            limited.send("SUB secret.x 1\r\nSUB > 2\r\n");
            assertThat(limited.flush()).isEqualTo("-ERR 'Permissions Violation for Subscription to \"secret.x\"'\r\n");
            limited.send("PUB ok.a 1\r\n1\r\nPUB no.a 1\r\n2\r\nPUB both.no 1\r\n3\r\nPUB ok.a 1\r\n4\r\n");
            assertThat(limited.flush())
                    .isEqualTo("MSG ok.a 2 1\r\n1\r\n-ERR 'Permissions Violation for Publish to \"no.a\"'\r\n"
                            + "-ERR 'Permissions Violation for Publish to \"both.no\"'\r\nMSG ok.a 2 1\r\n4\r\n");
            free.send("PUB secret.y 1\r\nx\r\nPUB secret.y 1\r\nx\r\nPUB secret.y 1\r\nx\r\nPUB open 1\r\ny\r\n")
                    .flush();
            assertThat(limited.flush()).isEqualTo("MSG open 2 1\r\ny\r\n");
        }
    }

    @Test
    void bytes_that_would_cut_a_line_reach_nobody() throws Exception {
        try (NatsServer server = NatsServer.builder().start();
                RawClient subscriber = RawClient.loggedIn(server);
                RawClient client = RawClient.loggedIn(server)) {
            subscriber.send("SUB > 1\r\n").flush();
            client.send("PUB a\rb 2\r\nhi\r\nPUB a\0b 2\r\nhi\r\nPUB a r\0x 2\r\nhi\r\nSUB c\0d 5\r\n");
            assertThat(client.flush())
                    .isEqualTo("-ERR 'Invalid Publish Subject'\r\n".repeat(3) + "-ERR 'Invalid Subject'\r\n");
            assertThat(subscriber.flush()).isEmpty();
        }
    }

    @Test
    void ten_thousand_messages_from_each_of_four_publishers_keep_their_order() throws Exception {
        try (NatsServer server = NatsServer.builder()
                        .configure(o -> o.liveness(l -> l.disableShortFirstPing(true)))
                        .start();
                RawClient subscriber = RawClient.loggedIn(server)) {
            subscriber.send("SUB p.* 1\r\n").flush();
            List<Thread> threads = new ArrayList<>();
            int each = 10_000;
            for (int p = 0; p < 4; p++) {
                RawClient publisher = RawClient.loggedIn(server);
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < each; i++) {
                    text.append("PUB p.")
                            .append(p)
                            .append(" 5\r\n")
                            .append(String.format("%05d", i))
                            .append("\r\n");
                }
                Thread thread = new Thread(() -> {
                    try (publisher) {
                        publisher.send(text.toString()).flush();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
                thread.start();
                threads.add(thread);
            }
            int[] next = new int[4];
            for (int i = 0; i < 4 * each; i++) {
                String head = subscriber.read("MSG p.0 1 5\r\n".length());
                String body = subscriber.read(7);
                int p = head.charAt(6) - '0';
                assertThat(Integer.parseInt(body.substring(0, 5))).isEqualTo(next[p]++);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            await().until(() -> server.clientCount() == 1);
            server.checkInvariants();
        }
    }
}
