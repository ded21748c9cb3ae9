// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.SubscribeOptions;
import io.natskit.server.NatsServer;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK over a real subscription to a real server. */
public class FlowPublisherTckIT extends FlowPublisherVerification<Message> {

    private NatsServer server;
    private Connection connection;
    private Connection publisher;
    private int subjects;

    public FlowPublisherTckIT() {
        super(new TestEnvironment(1000, 100), 100);
    }

    @BeforeClass
    public void start() {
        server = NatsServer.builder().start();
        connection = Nats.connect(server.url());
        publisher = Nats.connect(server.url());
    }

    @AfterClass
    public void stop() {
        connection.close();
        publisher.close();
        server.close();
    }

    @Override
    public synchronized Flow.Publisher<Message> createFlowPublisher(long elements) {
        String subject = "tck." + subjects++;
        long count = Math.min(elements, 2000);
        SubscribeOptions options = SubscribeOptions.of(o -> o.maxMessages(elements == Long.MAX_VALUE ? 0 : elements));
        if (elements == 0) {
            return drained(subject);
        }
        Flow.Publisher<Message> messages = connection.flow().subscribe(subject, options);
        return subscriber -> {
            messages.subscribe(forwarder(subscriber, () -> {
                connection.flush();
                for (long i = 0; i < count; i++) {
                    publisher.publish(subject, "m" + i);
                }
                publisher.flush();
            }));
        };
    }

    /** A subscription that ends without a message. */
    private Flow.Publisher<Message> drained(String subject) {
        Connection own = Nats.connect(server.url());
        Flow.Publisher<Message> messages = own.flow().subscribe(subject);
        return subscriber -> messages.subscribe(forwarder(subscriber, own::drain));
    }

    @Override
    public Flow.Publisher<Message> createFailedFlowPublisher() {
        Connection closed = Nats.connect(server.url());
        closed.close();
        return closed.flow().subscribe("a");
    }

    /** Nothing for nobody, so that the publisher under test sees the null. */
    private static Forwarder forwarder(Flow.Subscriber<? super Message> target, Runnable subscribed) {
        return target == null ? null : new Forwarder(target, subscribed);
    }

    /** Tells when the subscriber has been subscribed, so that messages are published after that. */
    private static final class Forwarder implements Flow.Subscriber<Message> {
        private Flow.Subscriber<? super Message> target;
        private final Runnable subscribed;

        Forwarder(Flow.Subscriber<? super Message> target, Runnable subscribed) {
            this.target = target;
            this.subscribed = subscribed;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            target.onSubscribe(subscription);
            Thread publishing = new Thread(subscribed, "publish for TCK");
            publishing.setDaemon(true);
            publishing.start();
        }

        @Override
        public void onNext(Message message) {
            target.onNext(message);
        }

        @Override
        public void onError(Throwable error) {
            target.onError(error);
        }

        @Override
        public void onComplete() {
            target.onComplete();
        }
    }
}
