// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {

    @Test
    void an_order_is_the_same_after_its_way() {
        for (int number = 0; number < 10_000; number++) {
            Order order = Order.of(2, number);
            assertThat(Order.parse(new String(order.encode(), StandardCharsets.US_ASCII)))
                    .isEqualTo(order);
        }
    }

    @Test
    void some_orders_are_wrong_and_most_are_not() {
        long wrong =
                IntStream.range(0, 64_000).filter(n -> !Order.of(1, n).valid()).count();
        assertThat(wrong).isBetween(500L, 2000L);
    }

    @Test
    void a_lost_a_doubled_and_a_changed_order_change_the_totals() {
        Totals all = Totals.NONE;
        for (int n = 0; n < 100; n++) {
            all = all.plus(Order.of(0, n), Order.of(0, n).encode());
        }
        Order doubled = Order.of(0, 5);
        assertThat(all.plus(doubled, doubled.encode())).isNotEqualTo(all);
        byte[] changed = doubled.encode();
        changed[changed.length - 1] ^= 1;
        assertThat(Order.checksum(changed)).isNotEqualTo(Order.checksum(doubled.encode()));
    }

    @Test
    void latencies_know_their_percentiles() {
        Latencies latencies = new Latencies();
        for (int i = 1; i <= 2000; i++) {
            latencies.add(i * 1_000_000L);
        }
        assertThat(latencies.millis(0.5)).isEqualTo(1001);
        assertThat(latencies.millis(0.99)).isEqualTo(1981);
        assertThat(latencies.size()).isEqualTo(2000);
        assertThat(new Latencies().millis(0.5)).isZero();
    }
}
