// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package outside.shop;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import java.time.Duration;

/** A user's class. */
final class Shop {
    private Shop() {}

    static String moduleOfClient() {
        return String.valueOf(Connection.class.getModule().getName());
    }

    static String moduleOfJetStream() {
        return String.valueOf(JetStream.class.getModule().getName());
    }

    static void order(String url, String what) {
        // a machine that builds may be slow to connect
        try (Connection nats =
                Nats.connect(o -> o.servers(url).servers(s -> s.connectTimeout(Duration.ofSeconds(30))))) {
            nats.publish("orders.new", what);
            nats.flush();
        }
    }
}
