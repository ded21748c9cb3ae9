// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.ConnectionState;
import io.natskit.client.Message;
import io.natskit.client.Subscription;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The network fails, and the program goes on: the connection comes back by itself, its subscriptions with it, and what was published meanwhile is delivered once and in order.
 */
public final class ReconnectUnderFault {

    private ReconnectUnderFault() {}

    /** Runs it; the first argument is a server's URL, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, ReconnectUnderFault::run);
    }

    static void run(String url) throws Exception {
        Queue<String> events = new ConcurrentLinkedQueue<>();
        CountDownLatch cut = new CountDownLatch(1);
        try (Relay relay = new Relay(url);
                Connection steady = Nats.connect(url);
                Connection shaky = Nats.connect(o -> o.servers(relay.url()).name("shaky"))) {
            shaky.onEvent(event -> {
                events.add(event.getClass().getSimpleName());
                if (event instanceof ConnectionEvent.Disconnected) {
                    cut.countDown();
                }
            });
            Subscription heard = shaky.subscribe("to.shaky");
            Subscription arrived = steady.subscribe("from.shaky");
            shaky.flush();
            steady.flush();

            relay.pause(); // new connections hang, too, until the flow resumes
            relay.cut();
            Sample.check("the cut was noticed", true, cut.await(10, TimeUnit.SECONDS));
            System.out.println("cut off; publishing 1,000 messages meanwhile");
            for (int i = 0; i < 1000; i++) {
                shaky.publish("from.shaky", Integer.toString(i));
            }
            Sample.check("connected while cut off", false, shaky.state().isConnected());

            relay.resume();
            shaky.awaitState(ConnectionState.Connected.class, Duration.ofSeconds(20));
            shaky.flush();
            System.out.println("back: " + events);

            for (int i = 0; i < 1000; i++) {
                Message message = arrived.next(Duration.ofSeconds(5)).orElseThrow();
                Sample.check("in order, none missing", Integer.toString(i), message.text());
            }
            Sample.check("nothing twice", false, arrived.poll().isPresent());

            steady.publish("to.shaky", "still there?");
            Message question = heard.next(Duration.ofSeconds(5)).orElseThrow();
            Sample.check("the subscription is back", "still there?", question.text());
            Sample.check("reconnects", 1L, shaky.statistics().reconnects());
        }
    }
}
