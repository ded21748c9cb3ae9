// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.JetStream;
import io.natskit.server.NatsServer;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamConfig;
import org.reactivestreams.Processor;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK over the subscriber's side of JetStream's processor; the publisher's side is {@link AcknowledgementsTckIT}. */
public class ProcessorTckIT extends SubscriberBlackboxVerification<OutgoingMessage> {
    private NatsServer server;
    private Connection connection;
    private JetStream js;

    public ProcessorTckIT() {
        super(new TestEnvironment(10_000, 40, 40));
    }

    @BeforeClass
    public void start() {
        server = NatsServer.builder().jetStream().start();
        connection = Nats.connect(server.url());
        js = JetStream.on(connection);
        js.createStream(StreamConfig.builder("S").subjects("s").build());
    }

    @AfterClass
    public void stop() {
        connection.close();
        server.close();
    }

    /** With somebody downstream who wants all: without, it asks for nothing. */
    @Override
    public Subscriber<OutgoingMessage> createSubscriber() {
        Processor<OutgoingMessage, PubAck> processor = ReactiveJetStream.of(js).publisher(8);
        processor.subscribe(new Subscriber<PubAck>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(PubAck ack) {}

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        });
        return processor;
    }

    @Override
    public OutgoingMessage createElement(int element) {
        return OutgoingMessage.of("s", new byte[] {(byte) element});
    }
}
