// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.guide;

import static io.natskit.junit.traffic.Count.atLeast;
import static io.natskit.junit.traffic.Count.never;
import static io.natskit.junit.traffic.Count.times;
import static io.natskit.junit.traffic.Expectation.acknowledged;
import static io.natskit.junit.traffic.Expectation.connected;
import static io.natskit.junit.traffic.Expectation.consumed;
import static io.natskit.junit.traffic.Expectation.delivered;
import static io.natskit.junit.traffic.Expectation.disconnected;
import static io.natskit.junit.traffic.Expectation.published;
import static io.natskit.junit.traffic.Expectation.refused;
import static io.natskit.junit.traffic.Expectation.stored;
import static io.natskit.junit.traffic.Expectation.subscribed;
import static io.natskit.junit.traffic.Expectation.terminated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.StreamHandle;
import io.natskit.junit.InjectNats;
import io.natskit.junit.Leaks;
import io.natskit.junit.NatsServerExtension;
import io.natskit.junit.NatsServerTest;
import io.natskit.junit.NatsUrl;
import io.natskit.junit.Scope;
import io.natskit.junit.ServerCustomizer;
import io.natskit.junit.TestClock;
import io.natskit.junit.proxy.FaultProxy;
import io.natskit.junit.traffic.Interception;
import io.natskit.junit.traffic.Interceptions;
import io.natskit.junit.traffic.Journal;
import io.natskit.junit.traffic.Traffic;
import io.natskit.server.NatsServer;
import io.natskit.server.config.ServerOptions;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StreamConfig;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of docs/testing.md, as they run; {@link TestingGuideTest} holds the page to this file. */
@SuppressWarnings("NullAway.Init") // fields that the extension fills
class TestingGuideIT {
    static final class Shop {
        private final String url;

        Shop(String url) {
            this.url = url;
        }

        void order(String what) {
            try (Connection nats = Nats.connect(o -> o.servers(url).name("shop"))) {
                nats.publish("orders.new", what);
                nats.flush();
            }
        }
    }

    @Nested
    @NatsServerTest
    class OrdersTest {
        @Test
        void an_order_is_announced(@NatsUrl String url, Journal journal) {
            new Shop(url).order("tea");
            journal.verify(published("orders.new").withPayload("tea"));
        }
    }

    @NatsServerTest(scope = Scope.CLASS)
    static class FieldsTest {
        @InjectNats
        static NatsServer server;

        @NatsUrl
        String url;

        @InjectNats
        Journal journal;

        @Test
        void fields_are_filled_before_each_test() {
            assertThat(url).isEqualTo(server.url());
            journal.verify(published(">"), never());
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @NatsServerTest(user = "shop", password = "secret", scope = Scope.CLASS)
    @interface ShopServer {}

    @Nested
    @ShopServer
    class PaymentsTest {
        @Test
        void the_url_logs_in(@NatsUrl String url) {
            new Shop(url).order("tea");
        }
    }

    static class SmallMessages implements ServerCustomizer {
        @Override
        public void customize(ServerOptions.Builder options) {
            options.limits(limits -> limits.maxPayloadBytes(1024));
        }
    }

    @Nested
    @NatsServerTest(options = SmallMessages.class, config = """
                    accounts {
                      SHOP { users: [ { user: shop, password: s } ] }
                      BANK { users: [ { user: bank, password: b } ] }
                    }
                    """)
    class AccountsTest {
        @Test
        void accounts_do_not_see_each_other(NatsServer server, Journal journal) {
            new Shop("nats://shop:s@127.0.0.1:" + server.port()).order("tea");
            journal.verify(published("orders.new").byUser("shop"));
            assertThatThrownBy(() -> new Shop(server.url()).order("tea")).isInstanceOf(NatsException.class);
        }
    }

    static class RegisteredTest {
        @RegisterExtension
        static final NatsServerExtension nats = NatsServerExtension.builder()
                .scope(Scope.CLASS)
                .options(options -> options.serverName("test"))
                .build();

        @Test
        void it_is_asked_by_its_methods() {
            nats.intercept("orders.>").first(1).drop();
            new Shop(nats.url()).order("tea");
            nats.journal().verify(delivered("orders.>"), never());
        }
    }

    @Nested
    @NatsServerTest
    class JournalTest {
        @Test
        void what_can_be_asked(@NatsUrl String url, Journal journal) {
            Shop shop = new Shop(url);
            shop.order("tea");
            shop.order("milk");

            journal.verify(published("orders.>"), times(2));
            journal.verify(published("orders.new").withPayload("tea").by("shop"));
            journal.verify(published("orders.new").withoutReply().withoutHeader("Trace"), atLeast(1));
            journal.verify(published("returns.>"), never());
            journal.verifyInOrder(
                    connected().by("shop"),
                    published("orders.new").withPayload("tea"),
                    published("orders.new").withPayload("milk"));
            assertThat(journal.entries(published("orders.new")).get(1).text()).isEqualTo("milk");
        }

        @Test
        void waiting_for_what_comes_later(@NatsUrl String url, Journal journal) {
            try (Connection nats = Nats.connect(url)) {
                nats.subscribe("orders.new", message -> nats.publish("bills.new", message.text()));
                journal.await(subscribed("orders.new"));
                new Shop(url).order("tea");
                journal.await(published("bills.new").withPayload("tea"), times(1), Duration.ofSeconds(5));
            }
            journal.await(disconnected(), times(2));
        }
    }

    @Nested
    @NatsServerTest
    class InterceptTest {
        @Test
        void a_lost_request_times_out_and_the_next_is_answered(@NatsUrl String url, Interceptions interceptions) {
            Interception lost = interceptions.intercept("price").first(1).drop();
            try (Connection nats = Nats.connect(url)) {
                nats.subscribe("price", message -> message.reply("42"));
                nats.flush();

                assertThatThrownBy(() -> nats.request("price", new byte[0], Duration.ofMillis(50)))
                        .isInstanceOf(NatsException.class);
                Message answer = nats.request("price", new byte[0], Duration.ofSeconds(5));

                assertThat(answer.text()).isEqualTo("42");
                assertThat(lost.hits()).isEqualTo(1);
            }
        }
    }

    @Nested
    @NatsServerTest(testClock = true)
    class ClockTest {
        @Test
        void a_message_comes_late_by_the_clock(
                @NatsUrl String url, TestClock clock, Interceptions interceptions, Journal journal) {
            interceptions.intercept("orders.new").delay(Duration.ofSeconds(1));
            try (Connection till = Nats.connect(url)) {
                till.subscribe("orders.new", message -> {});
                till.flush();
                new Shop(url).order("tea");
                journal.verify(delivered("orders.new"), never());
                clock.advance(Duration.ofSeconds(1));
                journal.await(delivered("orders.new"), times(1));
            }
        }
    }

    @Nested
    @NatsServerTest
    class FaultTest {
        @Test
        void orders_survive_a_cut(FaultProxy proxy, Journal journal) {
            try (Connection nats = Nats.connect(proxy.url())) {
                nats.publish("orders.new", "tea");
                nats.flush();
                proxy.cutAll();
                await().until(() ->
                        nats.statistics().reconnects() > 0); // what is sent into a dead connection is in doubt
                nats.publish("orders.new", "milk");
                journal.await(published("orders.new"), times(2), Duration.ofSeconds(10));
            }
        }

        @Test
        void a_slow_line_is_slow_and_nothing_worse(
                FaultProxy proxy, @NatsUrl(throughProxy = true) String url, Journal journal) {
            proxy.toServer().delay(Duration.ofMillis(20)).throttle(1_000_000);
            proxy.toClient().splitAt(100);
            new Shop(url).order("tea");
            journal.verify(published("orders.new"));
        }
    }

    @Nested
    @NatsServerTest(options = StreamsInMemory.class)
    class StreamsTest {
        @Test
        void what_streams_keep_and_what_becomes_of_it(@NatsUrl String url, Journal journal) {
            try (Connection nats = Nats.connect(url)) {
                JetStream js = JetStream.on(nats);
                StreamHandle orders = js.createStream(
                        StreamConfig.builder("ORDERS").subjects("orders.>").build());
                js.publish("orders.new", "tea".getBytes(StandardCharsets.UTF_8));
                js.publish("orders.old", "milk".getBytes(StandardCharsets.UTF_8));
                ConsumerHandle shipping = orders.createConsumer(
                        ConsumerConfig.builder("shipping").durable("shipping").build());
                shipping.next(Duration.ofSeconds(5)).orElseThrow().nak();
                shipping.next(Duration.ofSeconds(5)).orElseThrow().ackSync(Duration.ofSeconds(5));
            }

            journal.verify(stored("orders.>").inStream("ORDERS"), times(2));
            journal.verify(consumed("orders.new").byConsumer("shipping"), times(2));
            journal.verify(refused("orders.new").onDelivery(1));
            journal.verify(consumed("orders.new").again());
            journal.verifyInOrder(stored("orders.new"), refused("orders.new"), acknowledged("orders.new"));
            journal.verify(acknowledged("orders.old"), never());
            assertThatThrownBy(() -> journal.verify(terminated("orders.new")))
                    .hasMessageContaining("answered orders.new \"tea\" +ACK #1 of consumer shipping in stream ORDERS");
        }
    }

    static class StreamsInMemory implements ServerCustomizer {
        @Override
        public void customize(ServerOptions.Builder options) {
            options.jetStream(js -> js.enabled(true).memoryOnly(true));
        }
    }

    @Nested
    @NatsServerTest(leaks = Leaks.WARN)
    class LenientTest {
        @Test
        void a_connection_left_open_is_reported_only(@NatsUrl String url) {
            assertThat(url).startsWith("nats://127.0.0.1:");
        }
    }

    @Test
    void without_junit() {
        Traffic traffic = new Traffic();
        try (NatsServer server = NatsServer.builder().interceptor(traffic).start()) {
            Journal journal = traffic.openJournal();
            new Shop(server.url()).order("tea");
            journal.verify(published("orders.new"));
        }
    }
}
