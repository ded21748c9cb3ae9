// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.BackPressure;
import io.natskit.client.BackPressureException;
import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.OverflowPolicy;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Back-pressure, three times: a publisher faster than the network, a consumer slower than its messages, and a Flow subscriber that says how many it wants. */
public final class HoldingBack {

    private HoldingBack() {}

    /** Runs it; the first argument is a server's URL, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, HoldingBack::run);
    }

    static void run(String url) throws Exception {
        fasterThanTheNetwork(url);
        slowerThanItsMessages(url);
        demand(url);
    }

    /** The network stands still; the outgoing buffer is bounded in bytes and says so. What it accepted is delivered. */
    private static void fasterThanTheNetwork(String url) throws Exception {
        try (Relay relay = new Relay(url);
                Connection receiver = Nats.connect(url);
                Connection publisher = Nats.connect(o -> o.servers(relay.url())
                        .buffers(b -> b.outgoingBytes(256 * 1024).backPressure(BackPressure.fail())))) {
            Subscription parcels = receiver.subscribe("parcels");
            receiver.flush();
            relay.pause();
            byte[] parcel = new byte[8 * 1024];
            int accepted = 0;
            boolean full = false;
            while (!full) {
                try {
                    publisher.publish("parcels", parcel);
                    accepted++;
                } catch (BackPressureException e) {
                    System.out.println("after " + accepted + " parcels: " + e.getMessage());
                    full = true;
                }
            }
            relay.resume();
            publisher.async().writable().get(10, TimeUnit.SECONDS); // there is room again
            publisher.publish("parcels", new byte[] {1});
            publisher.flush();
            for (int i = 0; i < accepted; i++) {
                Message message = parcels.next(Duration.ofSeconds(5)).orElseThrow();
                Sample.check("parcel " + i, parcel.length, message.size());
            }
            Sample.check(
                    "the last",
                    1,
                    parcels.next(Duration.ofSeconds(5)).orElseThrow().size());
        }
    }

    /** A consumer that does not keep up loses messages, by a rule of its choice, and is told how many. */
    private static void slowerThanItsMessages(String url) {
        try (Connection connection = Nats.connect(url)) {
            Subscription latest = connection.subscribe(
                    "ticks", SubscribeOptions.of(o -> o.pendingMessagesMax(10).overflow(OverflowPolicy.DROP_OLDEST)));
            for (int i = 0; i < 100; i++) {
                connection.publish("ticks", Integer.toString(i));
            }
            connection.flush(); // the PONG comes behind the messages: all are here now
            System.out.println("of 100 ticks " + latest.pendingMessages() + " wait, " + latest.dropped() + " dropped");
            Sample.check("waiting", 10L, latest.pendingMessages());
            Sample.check("dropped", 90L, latest.dropped());
            Sample.check(
                    "oldest that waits",
                    "90",
                    latest.next(Duration.ofSeconds(5)).orElseThrow().text());
        }
    }

    /** A Flow subscriber asks for ten at a time, and gets no more than it asked for. */
    private static void demand(String url) throws Exception {
        try (Connection connection = Nats.connect(url)) {
            CountDownLatch done = new CountDownLatch(1);
            AtomicInteger asked = new AtomicInteger();
            AtomicInteger given = new AtomicInteger();
            AtomicInteger tooMany = new AtomicInteger();
            CountDownLatch subscribed = new CountDownLatch(1);
            connection
                    .flow()
                    .subscribe("numbers", SubscribeOptions.of(o -> o.maxMessages(100)))
                    .subscribe(new Flow.Subscriber<Message>() {
                        private Flow.Subscription source = NONE;

                        @Override
                        public void onSubscribe(Flow.Subscription subscription) {
                            source = subscription;
                            subscribed.countDown();
                            ask();
                        }

                        private void ask() {
                            asked.addAndGet(10);
                            source.request(10);
                        }

                        @Override
                        public void onNext(Message message) {
                            if (given.incrementAndGet() > asked.get()) {
                                tooMany.incrementAndGet();
                            }
                            if (given.get() == asked.get() && given.get() < 100) {
                                ask();
                            }
                        }

                        @Override
                        public void onError(Throwable error) {
                            System.err.println(error);
                        }

                        @Override
                        public void onComplete() {
                            done.countDown();
                        }
                    });
            Sample.check("subscribed", true, subscribed.await(5, TimeUnit.SECONDS));
            for (int i = 0; i < 100; i++) {
                connection.publish("numbers", Integer.toString(i));
            }
            Sample.check("completed in time", true, done.await(10, TimeUnit.SECONDS));
            System.out.println("asked for " + asked + " in tens, was given " + given);
            Sample.check("given", 100, given.get());
            Sample.check("more than asked for", 0, tooMany.get());
        }
    }

    private static final Flow.Subscription NONE = new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };
}
