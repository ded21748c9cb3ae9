// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Authenticator;
import io.natskit.client.Connection;
import io.natskit.client.NoRespondersException;
import io.natskit.client.Subscription;
import io.natskit.server.NatsServer;
import java.time.Duration;
import java.util.UUID;

/**
 * Two shops are tenants of one server. Each has an account with subjects of its own, and hears nothing of the other. What they share is the price service of a third
 * account, which exports it; each imports it, one of them under a name of its own choice.
 */
public final class TwoTenants {
    private static final String PASSWORD = UUID.randomUUID().toString();
    private static final String CONFIG = """
            accounts {
              PRICES {
                users: [{user: prices, password: "PASSWORD"}]
                exports: [{service: "price.*"}]
              }
              OSLO {
                users: [{user: oslo, password: "PASSWORD"}]
                imports: [{service: {account: PRICES, subject: "price.*"}}]
              }
              ROME {
                users: [{user: rome, password: "PASSWORD"}]
                imports: [{service: {account: PRICES, subject: "price.*"}, to: "prezzo.*"}]
              }
            }
            """.replace("PASSWORD", PASSWORD);

    private TwoTenants() {}

    /** Runs it, with a server of its own, since the accounts are the point. */
    public static void main(String[] args) {
        Sample.main(TwoTenants::run);
    }

    static void run() throws Exception {
        try (NatsServer server = NatsServer.builder().config(CONFIG).start();
                Connection prices = connect(server, "prices");
                Connection oslo = connect(server, "oslo");
                Connection rome = connect(server, "rome")) {
            prices.subscribe("price.*", request -> request.reply("12 for " + request.subject()));
            prices.flush();

            Sample.check("the price in Oslo", "12 for price.book", ask(oslo, "price.book"));
            Sample.check("the price in Rome", "12 for price.libro", ask(rome, "prezzo.libro"));
            System.out.println("both shops have their price, each by its own name for the service");
            keepsToItself(oslo, rome);
        }
    }

    /** What one tenant publishes does not reach the other, and what is not imported is not there. */
    private static void keepsToItself(Connection oslo, Connection rome) throws InterruptedException {
        Subscription everything = rome.subscribe(">");
        rome.flush();
        oslo.publish("orders.new", "a secret of Oslo");
        oslo.flush();
        rome.publish("orders.new", "an order in Rome");
        Sample.check(
                "the first that Rome hears",
                "an order in Rome",
                everything.next(Duration.ofSeconds(5)).orElseThrow().text());
        try {
            throw new AssertionError("Oslo got an answer that it did not import: " + ask(oslo, "prezzo.book"));
        } catch (NoRespondersException expected) {
            System.out.println("and neither hears the other");
        }
    }

    private static String ask(Connection tenant, String subject) {
        return tenant.request(subject, new byte[0], Duration.ofSeconds(5)).text();
    }

    private static Connection connect(NatsServer server, String user) {
        return Nats.connect(
                o -> o.servers(server.url()).auth(Authenticator.userPassword(user, PASSWORD.toCharArray())));
    }
}
