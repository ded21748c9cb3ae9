// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package outside;

import static io.natskit.junit.traffic.Count.times;
import static io.natskit.junit.traffic.Expectation.published;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionEvent;
import io.natskit.junit.InjectNats;
import io.natskit.junit.NatsServerTest;
import io.natskit.junit.NatsUrl;
import io.natskit.junit.proxy.FaultProxy;
import io.natskit.junit.traffic.Journal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@NatsServerTest
class ShopTest {
    @NatsUrl
    private String url;

    @InjectNats
    private Journal journal;

    @Test
    void an_order_is_announced() {
        try (Connection nats = connect(url)) {
            assertFalse(Connection.class.getModule().isNamed());
            nats.publish("orders.new", "tea");
            nats.flush();
        }
        journal.verify(published("orders.>").withPayload("tea"));
    }

    @Test
    void orders_survive_a_cut(FaultProxy proxy) {
        try (Connection nats = connect(proxy.url())) {
            nats.publish("orders.new", "tea");
            nats.flush();
            CompletableFuture<Void> back = new CompletableFuture<>();
            nats.onEvent(event -> {
                if (event instanceof ConnectionEvent.Reconnected) {
                    back.complete(null);
                }
            });
            proxy.cutAll();
            back.orTimeout(10, TimeUnit.SECONDS).join(); // what is sent into a dead connection is in doubt
            nats.publish("orders.new", "milk");
            journal.await(published("orders.new"), times(2), Duration.ofSeconds(10));
        }
        assertEquals("milk", journal.entries(published("orders.new")).get(1).text());
    }

    /** A machine that builds may be slow to connect. */
    private static Connection connect(String url) {
        return Nats.connect(o -> o.servers(url).servers(s -> s.connectTimeout(Duration.ofSeconds(30))));
    }
}
