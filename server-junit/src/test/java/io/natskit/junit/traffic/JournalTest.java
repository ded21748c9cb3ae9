// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.traffic;

import static io.natskit.junit.traffic.Count.atLeast;
import static io.natskit.junit.traffic.Count.atMost;
import static io.natskit.junit.traffic.Count.never;
import static io.natskit.junit.traffic.Count.once;
import static io.natskit.junit.traffic.Count.times;
import static io.natskit.junit.traffic.Expectation.acknowledged;
import static io.natskit.junit.traffic.Expectation.connected;
import static io.natskit.junit.traffic.Expectation.consumed;
import static io.natskit.junit.traffic.Expectation.delivered;
import static io.natskit.junit.traffic.Expectation.disconnected;
import static io.natskit.junit.traffic.Expectation.progressed;
import static io.natskit.junit.traffic.Expectation.published;
import static io.natskit.junit.traffic.Expectation.refused;
import static io.natskit.junit.traffic.Expectation.stored;
import static io.natskit.junit.traffic.Expectation.subscribed;
import static io.natskit.junit.traffic.Expectation.terminated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.server.ClientInfo;
import io.natskit.server.InterceptedMessage;
import io.natskit.server.StreamedMessage;
import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class JournalTest {
    private static final ClientInfo SHOP = new ClientInfo(5, "shop", "$G", "ann", "127.0.0.1", 4711);
    private static final ClientInfo TILL = new ClientInfo(6, "till", "$G", null, null, 0);

    private final Traffic traffic = new Traffic();
    private final Journal journal = traffic.openJournal();

    @Test
    void what_was_published_so_often_passes_and_otherwise_fails() {
        publish(SHOP, "orders.new", "tea");
        publish(SHOP, "orders.new", "milk");

        journal.verify(published("orders.>"), times(2));
        journal.verify(published("orders.*").withPayload("tea"));
        journal.verify(published("returns.>"), never());
        journal.verify(published("orders.new"), atLeast(1));
        assertThatThrownBy(() -> journal.verify(published("orders.new"), atMost(1)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("wanted: published orders.new, at most 1 time; found: 2 times")
                .hasMessageContaining("#1 published orders.new \"tea\" by client 5 \"shop\"");
        assertThatThrownBy(() -> journal.verify(published("orders.new"), never()))
                .isInstanceOf(AssertionFailedError.class);
    }

    @Test
    void the_failure_shows_the_nearest_miss_first_and_how_it_differs() {
        publish(TILL, "weather", "rain");
        publish(SHOP, "orders.nwe", "tea");
        publish(SHOP, "orders.new", "teapot");

        assertThatThrownBy(() -> journal.verify(published("orders.new").withPayload("tea")))
                .hasMessage("""
                        wanted: published orders.new with payload "tea", exactly 1 time; found: 0 times
                          nearest misses:
                            #3 published orders.new "teapot" by client 5 "shop"
                                wanted payload "tea"
                                   but "teapot" (differs from byte 3, 6 bytes instead of 3)
                            #2 published orders.nwe "tea" by client 5 "shop"
                                wanted subject orders.new
                                   but orders.nwe
                            #1 published weather "rain" by client 6 "till"
                                wanted subject orders.new
                                   but weather
                                wanted payload "tea"
                                   but "rain" (differs from byte 0, 4 bytes instead of 3)
                          journal: 3 entries, 3 published""");
    }

    @Test
    void headers_replies_names_and_users_are_matched_and_their_misses_worded() {
        Headers headers =
                Headers.builder().add("Region", "EU").add("Region", "DE").build();
        traffic.published(new Message(SHOP, "a", "_INBOX.1", headers.toBytes(), bytes("x")));

        journal.verify(published("a")
                .withHeader("Region", "DE")
                .withoutHeader("Trace")
                .withReply("_INBOX.*")
                .by("shop")
                .byUser("ann")
                .withPayloadContaining("x")
                .matching("one byte", e -> e.payload().length == 1));
        assertThatThrownBy(() -> journal.verify(
                        published("a").withHeader("Region", "US").withoutReply().by("till")))
                .hasMessageContaining("wanted header Region: US")
                .hasMessageContaining("but Region: [EU, DE]")
                .hasMessageContaining("wanted no reply")
                .hasMessageContaining("but _INBOX.1")
                .hasMessageContaining("wanted client \"till\"")
                .hasMessageContaining("but client 5 \"shop\"");
    }

    @Test
    void connections_and_subscriptions_are_events_too() {
        traffic.connected(SHOP);
        traffic.subscribed(SHOP, "a.>", "workers", "1");
        traffic.disconnected(SHOP, "Client Closed");

        journal.verifyInOrder(connected().by("shop"), subscribed("a.>").inQueue("workers"), disconnected());
        assertThat(journal.entries(disconnected()).get(0).note()).isEqualTo("Client Closed");
        assertThatThrownBy(() -> journal.verify(subscribed("a.*"))).hasMessageContaining("but a.>");
    }

    @Test
    void a_wrong_order_says_what_is_missing_and_what_came_too_early() {
        publish(SHOP, "b", "");
        publish(SHOP, "a", "");

        journal.verifyInOrder(published("b"), published("a"));
        assertThatThrownBy(() -> journal.verifyInOrder(published("a"), published("b")))
                .hasMessageContaining("2. published b\n     MISSING after that")
                .hasMessageContaining("it came too early: #1 published b");
    }

    @Test
    void await_returns_as_soon_as_it_has_happened() {
        CompletableFuture<Void> later = CompletableFuture.runAsync(() -> {
            publish(SHOP, "a", "1");
            publish(SHOP, "a", "2");
        });
        journal.await(published("a"), times(2));
        journal.await(published("a"));
        journal.awaitInOrder(
                Duration.ofSeconds(5),
                published("a").withPayload("1"),
                published("a").withPayload("2"));
        later.join();
    }

    @Test
    void await_gives_up_when_its_time_is_over_and_watches_never_to_the_end() {
        assertThatThrownBy(() -> journal.await(published("a"), once(), Duration.ofMillis(20)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("within 20 ms");
        long start = System.nanoTime();
        journal.await(published("a"), never(), Duration.ofMillis(20));
        assertThat(System.nanoTime() - start).isGreaterThan(15_000_000L);
        publish(SHOP, "a", "");
        assertThatThrownBy(() -> journal.await(published("a"), never(), Duration.ofSeconds(60)))
                .isInstanceOf(AssertionFailedError.class);
    }

    @Test
    void each_journal_begins_when_it_is_opened_or_cleared() {
        publish(SHOP, "a", "");
        Journal second = traffic.openJournal();
        journal.verify(published("a"));
        second.verify(published("a"), never());
        journal.clear();
        journal.verify(published("a"), never());
        publish(SHOP, "a", "");
        journal.verify(published("a"));
        second.verify(published("a"));
    }

    @Test
    void a_full_journal_keeps_the_newest_and_refuses_to_guess() {
        Traffic small = new Traffic(3, 1 << 20);
        Journal bounded = small.openJournal();
        for (int i = 0; i < 5; i++) {
            small.published(new Message(SHOP, "a." + i, null, new byte[0], bytes("")));
        }

        assertThat(bounded.entries()).extracting(Entry::subject).containsExactly("a.2", "a.3", "a.4");
        assertThat(bounded.forgotten()).isEqualTo(2);
        bounded.verify(published("a.*"), atLeast(2));
        assertThatThrownBy(() -> bounded.verify(published("a.0"), never()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("forgotten 2 entries");
        assertThatThrownBy(() -> bounded.verify(published("a.0"))).isInstanceOf(IllegalStateException.class);
        bounded.clear();
        assertThatCode(() -> bounded.verify(published("a.>"), never())).doesNotThrowAnyException();
    }

    @Test
    void bytes_are_bounded_as_well_as_entries() {
        Traffic small = new Traffic(1_000, 10_000);
        Journal bounded = small.openJournal();
        for (int i = 0; i < 100; i++) {
            small.published(new Message(SHOP, "a", null, new byte[0], new byte[1_000]));
        }
        assertThat(bounded.entries()).hasSizeBetween(5, 10);
    }

    @Test
    void what_streams_and_consumers_do_is_matched_and_its_misses_are_worded() {
        Streamed tea = new Streamed(7, "orders.new", bytes("tea"));
        traffic.stored(tea);
        traffic.consumed(tea, "shipping", 1);
        traffic.acknowledged(tea, "shipping", "-NAK", 1);
        traffic.consumed(tea, "shipping", 2);
        traffic.acknowledged(tea, "shipping", "+ACK", 2);

        journal.verify(stored("orders.>").inStream("ORDERS").withSequence(7).withPayload("tea"));
        journal.verify(consumed("orders.new").byConsumer("shipping"), times(2));
        journal.verify(consumed("orders.new").again());
        journal.verify(refused("orders.new").onDelivery(1));
        journal.verify(acknowledged("orders.new").onDelivery(2));
        journal.verify(terminated("orders.>"), never());
        journal.verify(progressed("orders.>"), never());
        journal.verify(stored("orders.>").inStream("RETURNS"), never());
        assertThatThrownBy(() -> journal.verify(acknowledged("orders.new").onDelivery(1)))
                .hasMessageContaining("wanted: answered orders.new with +ACK or +NXT with delivery 1, exactly 1 time")
                .hasMessageContaining(
                        "#5 answered orders.new \"tea\" +ACK #7 of consumer shipping in stream ORDERS, delivery 2")
                .hasMessageContaining("wanted delivery 1")
                .hasMessageContaining("but delivery 2");
    }

    @Test
    void nonsense_is_refused_with_what_was_expected() {
        assertThatThrownBy(() -> published("a..b")).hasMessageContaining("expected: a valid subject");
        assertThatThrownBy(() -> times(-1)).hasMessageContaining("expected: 0 <=");
        assertThatThrownBy(() -> delivered("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Traffic(0, 1)).hasMessageContaining("at least 1");
    }

    private void publish(ClientInfo client, String subject, String payload) {
        traffic.published(new Message(client, subject, null, new byte[0], bytes(payload)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Message(
            ClientInfo client, String subject, @Nullable String reply, byte[] headerBytes, byte[] toBytes)
            implements InterceptedMessage {
        @Override
        public ByteBuffer headers() {
            return ByteBuffer.wrap(headerBytes).asReadOnlyBuffer();
        }

        @Override
        public ByteBuffer payload() {
            return ByteBuffer.wrap(toBytes).asReadOnlyBuffer();
        }
    }

    private record Streamed(long sequence, String subject, byte[] toBytes) implements StreamedMessage {
        @Override
        public String account() {
            return "$G";
        }

        @Override
        public String stream() {
            return "ORDERS";
        }

        @Override
        public byte[] headerBytes() {
            return new byte[0];
        }
    }
}
