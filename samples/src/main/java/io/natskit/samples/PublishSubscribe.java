// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Publish and subscribe: one publisher, one subscriber that takes messages when it wants to, one that is called for each. */
public final class PublishSubscribe {

    private PublishSubscribe() {}

    /** Runs it; the first argument is a server's URL, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, PublishSubscribe::run);
    }

    static void run(String url) throws Exception {
        try (Connection publisher = Nats.connect(url);
                Connection subscriber = Nats.connect(url)) {

            // 1. take messages when it suits: the subscription buffers them
            Subscription indoors = subscriber.subscribe("weather.indoors.*");

            // 2. be called for each; ">" stands for all the tokens that follow
            Queue<String> heard = new ConcurrentLinkedQueue<>();
            CountDownLatch four = new CountDownLatch(4);
            subscriber.subscribe("weather.>", message -> {
                heard.add(message.subject());
                four.countDown();
            });
            subscriber.flush(); // from here on the server knows of both

            publisher.publish("weather.indoors.kitchen", "21 °C");
            publisher.publish("weather.indoors.attic", "27 °C");
            publisher.publish("weather.outdoors", "4 °C");
            publisher.publish("weather.outdoors.north.wall", "3 °C");
            publisher.publish("traffic.ring", "nobody listens to this");
            publisher.flush();

            Message first = indoors.next(Duration.ofSeconds(5)).orElseThrow();
            Message second = indoors.next(Duration.ofSeconds(5)).orElseThrow();
            System.out.println(first.subject() + ": " + first.text());
            System.out.println(second.subject() + ": " + second.text());
            Sample.check("first reading", "21 °C", first.text());
            Sample.check("second reading", "weather.indoors.attic", second.subject());
            Sample.check("a third reading", false, indoors.poll().isPresent());

            Sample.check("four messages came in time", true, four.await(5, TimeUnit.SECONDS));
            Sample.check(
                    "subjects, in order",
                    List.of(
                            "weather.indoors.kitchen",
                            "weather.indoors.attic",
                            "weather.outdoors",
                            "weather.outdoors.north.wall"),
                    List.copyOf(heard));
        }
    }
}
