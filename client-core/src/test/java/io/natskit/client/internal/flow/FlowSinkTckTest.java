// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import io.natskit.client.OutgoingMessage;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;

/** The Reactive Streams TCK over the subscriber that publishes. */
public class FlowSinkTckTest extends FlowSubscriberBlackboxVerification<OutgoingMessage> {

    public FlowSinkTckTest() {
        super(new TestEnvironment(500, 50));
    }

    @Override
    public Flow.Subscriber<OutgoingMessage> createFlowSubscriber() {
        FakeAsyncConnection fake = new FakeAsyncConnection();
        return new FlowView(fake.connection(), Runnable::run, thrown -> {}, fake.room()).publisher(8);
    }

    @Override
    public OutgoingMessage createElement(int element) {
        return OutgoingMessage.to("a").payload("m" + element).build();
    }
}
