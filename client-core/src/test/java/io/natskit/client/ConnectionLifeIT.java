// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.server.NatsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A connection from its first server to its end, by the rows of spec/client.md 1.1. */
@Timeout(60)
class ConnectionLifeIT {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private NatsServer server;
    private NatsServer second;
    private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        server = NatsServer.builder().start();
        second = NatsServer.builder().start();
    }

    @AfterEach
    void stop() {
        server.close();
        second.close();
    }

    private List<String> kinds() {
        return events.stream().map(e -> e.getClass().getSimpleName()).toList();
    }

    @Test
    void events_tell_a_life_in_order() {
        Connection c = Nats.connect(o -> o.servers(server.url()).onEvent(events::add));
        c.subscribe("a");
        c.flush();
        server.disconnect(c.serverInfo().clientId());
        await().until(() -> kinds().contains("Resubscribed"));
        c.close();
        await().until(() -> kinds().contains("Closed"));
        assertThat(kinds()).containsSubsequence("Connected", "Disconnected", "Reconnected", "Resubscribed", "Closed");
        assertThat(events).allMatch(e -> e.at() != null);
    }

    @Test
    void a_listener_can_be_removed() {
        try (Connection c = Nats.connect(server.url())) {
            Registration registration = c.onEvent(events::add);
            registration.close();
            registration.close();
            List<ConnectionEvent> later = new CopyOnWriteArrayList<>();
            c.onEvent(later::add);
            server.disconnect(c.serverInfo().clientId());
            await().until(() -> later.stream().anyMatch(ConnectionEvent.Reconnected.class::isInstance));
            assertThat(events).isEmpty();
        }
    }

    @Test
    void a_listener_that_throws_harms_no_other() {
        try (Connection c = Nats.connect(o -> o.servers(server.url())
                .onEvent(e -> {
                    throw new IllegalStateException("boom");
                })
                .onEvent(events::add))) {
            await().until(() -> kinds().contains("Connected"));
            assertThat(c.state().isConnected()).isTrue();
        }
    }

    @Test
    void states_can_be_waited_for() throws Exception {
        Connection c = Nats.connect(server.url());
        ConnectionState.Connected now = c.awaitState(ConnectionState.Connected.class, WAIT);
        assertThat(now.server().port()).isEqualTo(server.port());
        assertThatThrownBy(() -> c.awaitState(ConnectionState.Draining.class, Duration.ofMillis(50)))
                .isInstanceOf(OperationTimeoutException.class);
        CompletableFuture<ConnectionState.Closed> closed = c.async().awaitState(ConnectionState.Closed.class, WAIT);
        c.close();
        assertThat(closed).succeedsWithin(WAIT);
        assertThat(c.closed().get(1, TimeUnit.SECONDS).cause()).isEmpty();
        assertThat(c.state()).isInstanceOf(ConnectionState.Closed.class);
        c.close();
    }

    @Test
    void no_server_is_an_error_that_names_the_servers() {
        assertThatThrownBy(() -> Nats.connect("nats://127.0.0.1:1,nats://127.0.0.1:2"))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageContaining("127.0.0.1:2");
    }

    @Test
    void the_second_server_is_taken_when_the_first_is_not_there() {
        try (Connection c =
                Nats.connect(o -> o.servers("nats://127.0.0.1:1", server.url()).servers(s -> s.shuffle(false)))) {
            assertThat(c.serverInfo().serverId()).isEqualTo(server.serverId());
        }
    }

    @Test
    void the_first_connect_may_be_retried_in_the_background() throws Exception {
        int port = server.port();
        server.close();
        try (Connection c = Nats.connect(o -> o.servers("nats://127.0.0.1:" + port)
                .servers(s -> s.retryFirstConnect(true))
                .onEvent(events::add))) {
            assertThat(c.state()).isInstanceOf(ConnectionState.Connecting.class);
            assertThatThrownBy(c::serverInfo).isInstanceOf(NotConnectedException.class);
            c.publish("early", "kept");
            await().until(() -> kinds().contains("ConnectAttemptFailed"));
            try (NatsServer late = NatsServer.builder().port(port).start()) {
                c.awaitState(ConnectionState.Connected.class, WAIT);
                c.flush();
                assertThat(late.clientCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void connecting_can_be_given_up() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Connection> never =
                    Nats.connectAsync(o -> o.servers("nats://127.0.0.1:" + silent.getLocalPort())
                            .servers(s -> s.connectTimeout(Duration.ofSeconds(30))));
            never.cancel(false);
            assertThat(never).isCancelled();
        }
        assertThat(Nats.connectAsync(o -> o.servers(server.url())))
                .succeedsWithin(WAIT)
                .satisfies(Connection::close);
    }

    @Test
    void force_reconnect_lands_where_it_is_told() {
        String both = server.url() + "," + second.url();
        try (Connection c = Nats.connect(o -> o.servers(both))) {
            Subscription s = c.subscribe("a");
            String first = c.serverInfo().serverId();
            c.reconnect(ForceReconnect.of(r -> r.target(ForceReconnect.Target.OTHER)));
            String other = c.serverInfo().serverId();
            assertThat(other).isNotEqualTo(first);
            c.reconnect(
                    ForceReconnect.of(r -> r.target(ForceReconnect.Target.SAME).flushWait(WAIT)));
            assertThat(c.serverInfo().serverId()).isEqualTo(other);
            c.reconnect(
                    ForceReconnect.of(r -> r.target(ForceReconnect.Target.OTHER).overlap(true)));
            assertThat(c.serverInfo().serverId()).isEqualTo(first);
            c.publish("a", "still subscribed");
            assertThat(s.next(WAIT)).isPresent();
            assertThat(s.poll()).isEmpty();
        }
    }

    @Test
    void the_pool_can_be_replaced_and_a_chooser_chooses_from_it() {
        AtomicInteger asked = new AtomicInteger();
        try (Connection c = Nats.connect(o -> o.servers(server.url())
                .reconnect(r -> r.chooser((pool, attempt, info) -> {
                    asked.incrementAndGet();
                    return Optional.of(
                            new ServerChooser.Choice(pool.get(pool.size() - 1).address(), Duration.ZERO));
                })))) {
            assertThat(c.serverPool().servers())
                    .singleElement()
                    .satisfies(e -> assertThat(e.current()).isTrue());
            c.serverPool().replace(List.of(second.url()));
            assertThat(c.serverPool().servers())
                    .extracting(e -> e.address().port())
                    .contains(second.port());
            c.reconnect();
            assertThat(c.serverInfo().serverId()).isEqualTo(second.serverId());
            assertThat(c.serverPool().current()).map(ServerAddress::port).contains(second.port());
            assertThat(asked.get()).isGreaterThan(0);
            assertThatThrownBy(() -> c.serverPool().replace(List.of("http://x")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void drain_delivers_what_was_buffered_and_then_closes() {
        Connection c = Nats.connect(server.url());
        List<String> seen = new CopyOnWriteArrayList<>();
        Subscription s = c.subscribe("a", m -> seen.add(m.text()));
        for (int i = 0; i < 1000; i++) {
            c.publish("a", Integer.toString(i));
        }
        c.flush();
        assertThat(c.drain(WAIT)).isTrue();
        assertThat(seen).hasSize(1000);
        assertThat(s.ended().join().reason()).isIn(SubscriptionEnd.Reason.DRAINED);
        assertThat(c.state()).isInstanceOf(ConnectionState.Closed.class);
        await().until(() -> server.clientCount() == 0);
    }

    @Test
    void a_subscription_drains_alone() {
        try (Connection c = Nats.connect(server.url())) {
            List<String> seen = new CopyOnWriteArrayList<>();
            Subscription s = c.subscribe("a", m -> seen.add(m.text()));
            for (int i = 0; i < 1000; i++) {
                c.publish("a", Integer.toString(i));
            }
            c.flush();
            assertThat(s.drain(WAIT)).isTrue();
            assertThat(seen).hasSize(1000);
            c.publish("a", "late");
            c.flush();
            assertThat(seen).hasSize(1000);
            assertThat(c.state()).isInstanceOf(ConnectionState.Connected.class);
        }
    }

    @Test
    void a_number_of_messages_is_counted_over_reconnects() {
        try (Connection c = Nats.connect(server.url())) {
            Subscription s = c.subscribe("a");
            s.stopAfter(5);
            for (int i = 0; i < 3; i++) {
                c.publish("a", Integer.toString(i));
            }
            c.flush();
            c.reconnect();
            for (int i = 3; i < 10; i++) {
                c.publish("a", Integer.toString(i));
            }
            List<String> texts = new ArrayList<>();
            s.forEach(m -> texts.add(m.text()));
            assertThat(texts).containsExactly("0", "1", "2", "3", "4");
            assertThat(s.ended().join().reason()).isEqualTo(SubscriptionEnd.Reason.MAX_MESSAGES);
            assertThatThrownBy(s::next).isInstanceOf(SubscriptionEndedException.class);
        }
    }

    @Test
    void messages_can_be_gone_through_by_iterator_and_stream() {
        try (Connection c = Nats.connect(server.url())) {
            Subscription s = c.subscribe("a");
            Subscription t = c.subscribe("a", SubscribeOptions.of(o -> o.maxMessages(2)));
            c.publish("a", "1");
            c.publish("a", "2");
            Iterator<Message> i = s.iterator();
            assertThat(i.hasNext()).isTrue();
            assertThat(i.next().text()).isEqualTo("1");
            assertThat(t.stream().map(Message::text)).containsExactly("1", "2");
            assertThatThrownBy(() -> c.subscribe("b", m -> {}).poll()).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void without_echo_own_messages_do_not_come_back() {
        try (Connection quiet = Nats.connect(o -> o.servers(server.url()).echo(false));
                Connection other = Nats.connect(server.url())) {
            Subscription s = quiet.subscribe("a");
            quiet.publish("a", "own");
            quiet.flush();
            other.publish("a", "foreign");
            assertThat(s.next(WAIT)).map(Message::text).contains("foreign");
        }
    }

    @Test
    void requests_work_with_an_inbox_prefix_and_with_an_inbox_each() {
        try (Connection service = Nats.connect(server.url());
                Connection prefixed = Nats.connect(
                        o -> o.servers(server.url()).inboxPrefix("_INBOX_me").perRequestInbox(true));
                Connection plain = Nats.connect(o -> o.servers(server.url()).inboxPrefix("_INBOX_me"))) {
            List<String> replyTos = new CopyOnWriteArrayList<>();
            service.subscribe("q", m -> {
                replyTos.add(String.valueOf(m.replyTo()));
                m.reply("a");
            });
            service.flush();
            assertThat(prefixed.request("q", new byte[0]).text()).isEqualTo("a");
            assertThat(plain.request("q", new byte[0]).text()).isEqualTo("a");
            assertThat(replyTos).hasSize(2).allMatch(r -> r.startsWith("_INBOX_me."));
            assertThat(plain.newInbox()).startsWith("_INBOX_me.").isNotEqualTo(plain.newInbox());
        }
    }

    @Test
    void statistics_count_what_happened() {
        try (Connection c = Nats.connect(o -> o.servers(server.url()).verbose(true))) {
            Subscription s = c.subscribe("a");
            c.publish("a", new byte[100]);
            assertThat(s.next(WAIT)).isPresent();
            c.flush();
            Statistics now = c.statistics();
            assertThat(now.messagesOut()).isEqualTo(1);
            assertThat(now.messagesIn()).isEqualTo(1);
            assertThat(now.bytesOut()).isEqualTo(100);
            assertThat(now.bytesIn()).isEqualTo(100);
            assertThat(now.flushes()).isEqualTo(1);
            assertThat(now.oks()).isGreaterThanOrEqualTo(2);
            assertThat(now.subscriptions()).isEqualTo(1);
            assertThat(now.socketBytesOut()).isGreaterThan(100);
            assertThat(c.rtt()).isPositive();
        }
    }

    @Test
    void an_observer_sees_it_all() {
        List<String> seen = new CopyOnWriteArrayList<>();
        ConnectionObserver observer = new ConnectionObserver() {
            @Override
            public void connectStage(ServerAddress at, ConnectStage stage, Duration sinceStart) {
                seen.add(stage.name());
            }

            @Override
            public void published(String subject, int bytes) {
                seen.add("published " + subject + " " + bytes);
            }

            @Override
            public void received(Subscription subscription, int bytes) {
                seen.add("received " + subscription.subject() + " " + bytes);
            }

            @Override
            public void requestEnded(String subject, RequestOutcome outcome, long nanos) {
                seen.add("request " + subject + " " + outcome);
            }
        };
        try (Connection c = Nats.connect(o -> o.servers(server.url()).observer(observer))) {
            Subscription s = c.subscribe("a.*");
            c.publish("a.b", new byte[7]);
            assertThat(s.next(WAIT)).isPresent();
            assertThatThrownBy(() -> c.request("nobody", new byte[0])).isInstanceOf(NoRespondersException.class);
        }
        assertThat(seen)
                .containsSubsequence("DIALED", "INFO", "LOGGED_IN")
                .contains("published a.b 7", "received a.* 7", "request nobody NO_RESPONDERS");
    }

    @Test
    void a_server_in_this_process_needs_no_socket() {
        try (Connection c = Nats.connect(o -> o.servers(s -> s.transport(Transport.inProcess(server.inProcess()))))) {
            Subscription s = c.subscribe("a");
            c.publish("a", "inside");
            assertThat(s.next(WAIT)).map(Message::text).contains("inside");
        }
    }

    @Test
    void properties_and_contexts_connect(@TempDir Path folder) throws Exception {
        Properties p = new Properties();
        p.put("natskit.servers", server.url());
        try (Connection c = Nats.connect(o -> o.properties(p))) {
            assertThat(c.serverInfo().serverId()).isEqualTo(server.serverId());
        }
        Path file = Files.writeString(folder.resolve("c.json"), "{\"url\":\"" + second.url() + "\"}");
        try (Connection c = Nats.connect(o -> o.contextFile(file))) {
            assertThat(c.serverInfo().serverId()).isEqualTo(second.serverId());
        }
    }

    @Test
    void shared_resources_serve_many_and_outlive_each() {
        try (ClientResources shared = Nats.resources(r -> r.threadNamePrefix("shared"))) {
            List<Connection> many = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                many.add(Nats.connect(o -> o.servers(server.url()).resources(shared)));
            }
            assertThat(shared.connections()).isEqualTo(20);
            many.get(0).close();
            Connection last = many.get(19);
            Subscription s = last.subscribe("a");
            last.publish("a", "x");
            assertThat(s.next(WAIT)).isPresent();
            many.forEach(Connection::close);
            assertThat(shared.connections()).isZero();
        }
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().startsWith("shared")));
    }

    @Test
    void offline_publishes_obey_their_bound() {
        try (Connection none = Nats.connect(o -> o.servers(server.url()).buffers(b -> b.offlineBytes(0)));
                Connection some = Nats.connect(o -> o.servers(server.url())
                        .buffers(b -> b.offlineBytes(10_000).backPressure(BackPressure.fail())))) {
            server.close();
            none.awaitState(ConnectionState.Reconnecting.class, WAIT);
            some.awaitState(ConnectionState.Reconnecting.class, WAIT);
            assertThatThrownBy(() -> none.publish("a", "x")).isInstanceOf(NotConnectedException.class);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            some.publish("a", new byte[1000]);
                        }
                    })
                    .isInstanceOf(BackPressureException.class);
            assertThat(some.statistics().outgoingBytes()).isBetween(8_000L, 10_000L);
        }
    }

    @Test
    void without_reconnects_a_lost_server_closes_the_connection() {
        try (Connection c = Nats.connect(o -> o.servers(server.url()).reconnect(r -> r.enabled(false)))) {
            server.close();
            assertThat(c.closed()).succeedsWithin(WAIT);
            assertThat(c.closed().join().cause()).isPresent();
        }
    }
}
