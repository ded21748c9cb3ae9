// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.traffic;

import static io.natskit.junit.traffic.Count.never;
import static io.natskit.junit.traffic.Count.times;
import static io.natskit.junit.traffic.Expectation.delivered;
import static io.natskit.junit.traffic.Expectation.disconnected;
import static io.natskit.junit.traffic.Expectation.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.junit.InjectNats;
import io.natskit.junit.NatsServerTest;
import io.natskit.junit.NatsUrl;
import io.natskit.junit.RawClient;
import io.natskit.junit.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NatsServerTest(testClock = true)
class InterceptionsIT {
    @NatsUrl
    String url;

    @InjectNats
    Journal journal;

    @InjectNats
    Interceptions interceptions;

    private RawClient shop;
    private RawClient till;

    @BeforeEach
    void connect() {
        shop = RawClient.connect(url, "shop");
        till = RawClient.connect(url, "till").subscribe(">", 1);
    }

    @AfterEach
    void disconnect() {
        shop.close();
        till.close();
    }

    @Test
    void the_first_three_are_dropped_and_the_fourth_arrives() {
        Interception lost = interceptions.intercept("orders.>").first(3).drop();
        for (int i = 1; i <= 4; i++) {
            shop.publish("orders.new", "" + i);
        }
        shop.flush();

        assertThat(till.line()).isEqualTo("MSG orders.new 1 1");
        assertThat(till.line()).isEqualTo("4");
        assertThat(lost.hits()).isEqualTo(3);
        journal.verify(published("orders.new"), times(4));
        journal.verify(published("orders.new").matching("dropped", e -> e.note().equals("dropped")), times(3));
        journal.verify(delivered("orders.new"), times(1));
    }

    @Test
    void a_refused_publish_is_told_so() {
        interceptions.intercept("orders.new").by("shop").refuse("out of tea");
        shop.publish("orders.new", "tea");
        assertThat(shop.line()).isEqualTo("-ERR 'out of tea'");
        journal.verify(delivered("orders.new"), never());
    }

    @Test
    void a_delayed_message_waits_for_the_clock(TestClock clock) {
        interceptions.intercept("slow").delay(Duration.ofSeconds(1));
        shop.publish("slow", "1").publish("quick", "2").flush();
        assertThat(till.line()).isEqualTo("MSG quick 1 1");
        assertThat(till.line()).isEqualTo("2");
        journal.verify(delivered("slow"), never());

        clock.advance(Duration.ofSeconds(1));

        assertThat(till.line()).isEqualTo("MSG slow 1 1");
    }

    @Test
    void a_delayed_message_outlives_its_publisher(TestClock clock) {
        interceptions.intercept("slow").delay(Duration.ofSeconds(1));
        shop.publish("slow", "1").flush();
        shop.close();
        journal.await(disconnected().by("shop"));

        clock.advance(Duration.ofSeconds(1));

        assertThat(till.line()).isEqualTo("MSG slow 1 1");
    }

    @Test
    void skips_intervals_conditions_and_cancelling_choose_the_messages() {
        Interception some = interceptions
                .intercept("n")
                .after(1)
                .every(2)
                .matching(m -> m.payload().remaining() == 1)
                .drop();
        for (int i = 0; i < 6; i++) {
            shop.publish("n", "" + i);
        }
        shop.publish("n", "long").flush();
        journal.await(delivered("n"), times(4));
        assertThat(journal.entries(delivered("n"))).extracting(Entry::text).containsExactly("0", "2", "4", "long");
        some.cancel();
        shop.publish("n", "7").publish("n", "8").flush();
        journal.await(delivered("n"), times(6));
    }

    @Test
    void places_are_cleared_apart_and_nonsense_is_refused() {
        interceptions.intercept("a").drop();
        interceptions.clear();
        shop.publish("a", "1").flush();
        journal.await(delivered("a"));
        assertThatThrownBy(() -> interceptions.intercept("a..b")).hasMessageContaining("expected: a valid subject");
        assertThatThrownBy(() -> interceptions.intercept("a").every(0)).hasMessageContaining("expected: >= 1");
        assertThatThrownBy(() -> interceptions.intercept("a").first(-1)).hasMessageContaining("expected: >= 0");
    }
}
