// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.observability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sample does what it says, and says so by its exit code. */
@Timeout(60)
class WatchedOrdersIT {
    @Test
    void an_order_is_one_trace_and_is_counted() {
        assertThat(WatchedOrders.execute()).isZero();
    }

    @Test
    void what_goes_wrong_ends_with_1() {
        assertThat(WatchedOrders.execute("nats://127.0.0.1:1")).isEqualTo(1);
    }
}
