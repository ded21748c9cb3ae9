// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import io.natskit.client.Message;
import io.natskit.client.SubscriptionEnd;
import io.natskit.client.internal.FakeMessage;
import io.natskit.client.internal.FakeSubscription;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK over the publisher of a subscription. */
public class FlowPublisherTckTest extends FlowPublisherVerification<Message> {

    private ExecutorService executor;

    public FlowPublisherTckTest() {
        super(new TestEnvironment(500, 50), 100);
    }

    @BeforeClass
    public void start() {
        executor = Executors.newFixedThreadPool(4);
    }

    @AfterClass
    public void stop() {
        executor.shutdownNow();
    }

    @Override
    public Flow.Publisher<Message> createFlowPublisher(long elements) {
        FakeAsyncConnection fake = new FakeAsyncConnection();
        fake.subscriptions = () -> {
            FakeSubscription subscription = new FakeSubscription();
            long count = Math.min(elements, 2000);
            for (long i = 0; i < count; i++) {
                subscription.arrive(FakeMessage.of("m" + i));
            }
            if (elements != Long.MAX_VALUE) {
                subscription.end(new SubscriptionEnd(SubscriptionEnd.Reason.MAX_MESSAGES, null));
            }
            return subscription;
        };
        return new FlowView(fake.connection(), executor, thrown -> {}, fake.room()).subscribe("a");
    }

    @Override
    public Flow.Publisher<Message> createFailedFlowPublisher() {
        FakeAsyncConnection fake = new FakeAsyncConnection();
        fake.subscriptions = () -> {
            throw new IllegalStateException("closed");
        };
        return new FlowView(fake.connection(), executor, thrown -> {}, fake.room()).subscribe("a");
    }

    @Override
    public long maxElementsFromPublisher() {
        return Long.MAX_VALUE - 1;
    }
}
