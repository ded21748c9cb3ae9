// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package outside.shop;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;

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
        try (Connection nats = Nats.connect(url)) {
            nats.publish("orders.new", what);
            nats.flush();
        }
    }
}
