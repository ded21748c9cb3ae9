// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package outside.shop;

import static io.natskit.junit.traffic.Expectation.published;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.natskit.junit.NatsServerTest;
import io.natskit.junit.NatsUrl;
import io.natskit.junit.traffic.Journal;
import org.junit.jupiter.api.Test;

@NatsServerTest
class ShopModuleTest {
    @NatsUrl
    private String url;

    @Test
    void an_order_is_announced_from_a_named_module(Journal journal) {
        assertEquals("outside.shop", Shop.class.getModule().getName());
        assertEquals("io.natskit.client", Shop.moduleOfClient());
        Shop.order(url, "tea");
        journal.verify(published("orders.new").withPayload("tea"));
    }
}
